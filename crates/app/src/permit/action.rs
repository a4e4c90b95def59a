//! What a principal can ask to do. Who may, the rules say (`policies/`).

/// Something a principal can ask to do.
pub trait Action {
    /// Its name in the rules, in the own log and in the permission matrix.
    const NAME: &'static str;
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;
        impl Action for $name {
            const NAME: &'static str = $word;
        })*
        /// The names of all actions.
        pub const ACTIONS: &[&str] = &[$($word),*];
    };
}

actions! {
    /// The front page; what it shows of log data needs the permit for that as well.
    ReadOverview = "read-overview";
    /// The access statement (H8.1).
    ReadStatement = "read-statement";
    /// People looked up (H8.2).
    ReadSubjects = "read-subjects";
    /// Pictures and documents fetched (H8.3).
    ReadPictures = "read-pictures";
    /// Findings: users whose period holds more than ordinary work gives.
    ReadFindings = "read-findings";
    /// Deciding what becomes of a finding: explained, followed, or a case (H10.3).
    DecideFinding = "decide-finding";
    /// Having the log evaluated now; shows nobody.
    EvaluateLog = "evaluate-log";
    /// Use of screens, reports and tabs (H9.3).
    ReadElements = "read-elements";
    /// Single events: person, user, screen, change and logon views (H9.1 to H9.5).
    ReadHistory = "read-history";
    /// Evidence of one event for somebody outside, with chosen parts of it opened.
    ProveEvent = "prove-event";
    /// Drawing a random sample of lookups; what was drawn, only who sees log data is shown.
    DrawSample = "draw-sample";
    /// Going through a sample item by item, and saying what is made of each.
    ReviewSample = "review-sample";
    /// Samples and what they show, in figures.
    ReadSamples = "read-samples";
    /// Agreeing to a test: look-ups that are planted to see whether they are found.
    PlanTest = "plan-test";
    /// Reports of quarters, in figures, as pages and files.
    ReadReports = "read-reports";
    /// Closing a quarter, and writing about its figures.
    WriteReport = "write-report";
    /// Approving the report of a quarter, which freezes it (H10.2).
    ApproveReport = "approve-report";
    /// Finding people by name, number or national id.
    SearchPeople = "search-people";
    /// Being shown a national id, or whom the register protects, for a reason (D8).
    RevealPerson = "reveal-person";
    /// Confirming, as a second person, that somebody is shown whom the register protects.
    ConfirmReveal = "confirm-reveal";
    /// Pieces in quarantine, word for word.
    ReadQuarantine = "read-quarantine";
    /// Sources, their completeness and the counts of what came in.
    ReadSources = "read-sources";
    /// How the log stands: checkpoint, witnesses, the last full check, what was erased and why.
    ReadIntegrity = "read-integrity";
    /// The product's own log.
    ReadOwnLog = "read-own-log";
    /// Going through what other readers looked at, and saying what came of it.
    ReviewLooks = "review-looks";
    /// What one has looked up oneself (K10).
    ReadMine = "read-mine";
    /// Asking that something be erased.
    AskErasure = "ask-erasure";
    /// Approving or declining what somebody else asked for.
    DecideErasure = "decide-erasure";
    /// Erasures asked for and carried out, retention rules, holds.
    ReadErasures = "read-erasures";
    /// Carrying out what was approved; shows nothing.
    CarryOutErasures = "carry-out-erasures";
    /// How long something is kept.
    SetRetention = "set-retention";
    /// Holding events that may not be erased for now.
    HoldEvents = "hold-events";
    /// Taking in logs.
    ImportEvents = "import-events";
    /// Writing down why running numbers of a source are missing.
    ExplainGap = "explain-gap";
    /// Taking in who works where.
    ImportDirectory = "import-directory";
    /// What the organisation sets: time zone, name, limits.
    ChangeSettings = "change-settings";
    /// Copying everything to another place, sealed; sees no event.
    MakeBackup = "make-backup";
    /// Names and ages of keys; shows nobody and opens nothing.
    ReadKeys = "read-keys";
    /// Wrapping keys anew, and giving one out.
    ManageKeys = "manage-keys";
    /// Sending what waits to be told by mail; shows nobody.
    SendNotices = "send-notices";
    /// Checking the ledger.
    VerifyLedger = "verify-ledger";
    /// Who holds which duty.
    ReadDuties = "read-duties";
    /// Letting people sign in here, and noting that they left; gives them no duty.
    AddStaff = "add-staff";
    /// Saying which accounts there are, and who may not come in; gives nobody a duty.
    ProvisionStaff = "provision-staff";
    /// Which bodies give out the role of log reviewer, and whose staff may hold it (H10.1).
    NameBodies = "name-bodies";
    /// Giving the first duties, before anybody has one.
    GiveFirstDuties = "give-first-duties";
    /// Proposing that somebody be given a duty, or keep it longer.
    ProposeDuty = "propose-duty";
    /// Approving or declining what was proposed.
    ApproveDuty = "approve-duty";
    /// Taking a duty from somebody.
    EndDuty = "end-duty";
    /// Signing others out, wherever they are signed in.
    EndSessions = "end-sessions";
    /// Signing in and out; shows nothing.
    SignIn = "sign-in";
    /// Logins for emergencies: who has one, and when one was used.
    ReadEmergency = "read-emergency";
    /// Making the first half of one's own.
    MakeFirstHalf = "make-first-half";
    /// Making the second half of somebody else's.
    MakeSecondHalf = "make-second-half";
    /// Going through a use of one, and saying what came of it.
    ReviewEmergency = "review-emergency";
    /// Cases about users: what was found, said and done (H10.3).
    ReadCases = "read-cases";
    /// Opening a case, and every step of it but the user's own answer.
    TakeCaseStep = "take-case-step";
    /// What the user answers to a question put to him in a case.
    AnswerCase = "answer-case";
    /// The rules themselves, and why somebody may or may not.
    ReadRules = "read-rules";
}
