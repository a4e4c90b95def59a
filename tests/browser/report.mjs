// Counts checks and prints each fault once, however many pages have it.

const SHOWN_MAX = 60;

export class Report {
  checks = 0;
  faults = [];
  #known = new Map();

  /** One check: `fault` is empty when all is well. */
  expect(where, kind, fault) {
    this.checks += 1;
    if (!fault) {
      return;
    }
    this.faults.push({ where, kind, fault });
    const text = `${kind}: ${fault}`;
    const places = this.#known.get(text) ?? [];
    this.#known.set(text, [...places, where]);
    if (places.length === 0 && this.#known.size <= SHOWN_MAX) {
      console.error(`  FAULT ${where}: ${text}`);
    }
  }

  /** How often each fault was met. */
  summary() {
    for (const [text, places] of this.#known) {
      if (places.length > 1) {
        console.error(`  ×${places.length} ${text.slice(0, 100)}`);
      }
    }
  }
}
