# The access statement and its pictures (H8.1).
statement-title = Loggregnskap { $period }
statement-lead = Brukere med oppslag på personer utenfor egen avdeling. Et oppslag her er ikke i seg selv et brudd: vurder tjenstlig behov.
statement-users = Brukere på listen
statement-outside = Oppslag utenfor egen avdeling
statement-lookups = Oppslag av brukerne på listen
statement-no-unit = Oppslag uten kjent avdeling
statement-no-unit-note = bruker eller person hadde ingen avdeling den dagen
statement-of-lookups = { $share } av alle
statement-since = { $change } mot { $period }
statement-unfinished = Perioden er ikke over: loggen slutter { $day }.
statement-compared = Den sammenlignes med like mange dager av perioden før: { $period }.
statement-not-compared = Den sammenlignes ikke med perioden før.
statement-text = Navn, ansattnummer eller konto
statement-col-user = Bruker
statement-col-outside = Utenfor egen avd.
statement-col-people = Personer
statement-col-unexplained = Personer uten forklaring
statement-file-unexplained = Oppslag uten forklaring
statement-file-expected = Ventet antall personer uten forklaring
statement-expected = ventet { $expected }
statement-col-weeks = Uke for uke
statement-col-before = Mot perioden før
statement-col-no-unit = Uten avd.
statement-col-remark = Merknad
statement-col-changes = Endringer
statement-col-searches = Søk
statement-share = { $share } av { $all }
statement-before-new = ingen i forrige periode
statement-weeks-label = Oppslag utenfor egen avdeling per uke, fra uke { $first } til { $last }: { $counts }
statement-weeks-partial = Bare delvis med: uke { $weeks }
statement-even = Ingen uvanlige uker
statement-unusual = { $n ->
    [one] Uvanlig mange i uke { $weeks }
   *[other] Uvanlig mange i uke { $weeks }
 }
statement-account-only = Konto uten kjent eier
statement-accounts = { $n ->
    [one] { $count } konto
   *[other] { $count } kontoer
 }
statement-key = Uke langt over brukerens egen median av oppslag utenfor egen avdeling (stiplet linje). Åpne punkter er uker som bare delvis er med. Hver linje har sin egen skala: høyden kan ikke sammenlignes mellom brukere.
statement-counts = Et oppslag er én person vist i én hendelse: En hendelse som viser tre personer, er tre oppslag, men én rad i listen over hendelser.
statement-file-accounts = Kontoer
statement-file-name = Navn
statement-file-employee = Ansattnummer
statement-file-unit = Avdeling
statement-file-unit-code = Avdelingskode
statement-file-id = Fødselsnummer (delvis)
statement-file-before = Utenfor egen avd., perioden før
statement-file-lists = Lister
statement-file-own = Egen post
statement-file-register = Oppslag i folkeregisteret
statement-file-transfers = Overføringer
statement-file-exports = Eksporter
statement-pictures-title = Loggregnskapet i bilder
statement-pictures-lead = De { $count } brukerne med flest oppslag utenfor egen avdeling, og veien fra avdeling til avdeling.
heat-title = Bruker og avdeling
heat-description = Antall oppslag fra hver bruker inn i hver avdeling. Høyst { $count } avdelinger vises: de med flest oppslag utenfra. Stiplet ramme er brukerens egen avdeling. Sterkere farge er flere. Siste kolonne er alle andre avdelinger og personer uten avdeling, siste rad alle andre brukere, slik at hver rad går opp.
heat-own = egen avdeling
heat-elsewhere = Andre eller ingen
heat-other-users = Andre brukere
heat-all = I alt
flows-title = Fra avdeling til avdeling
flows-description = Oppslag på personer i andre avdelinger. Høyst { $count } strømmer vises: de største. Bredden er antallet.
flows-from = Brukerens avdeling
flows-to = Personens avdeling
flows-others = Andre avdelinger
flows-count = Oppslag
