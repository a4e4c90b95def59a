// Counts checks and prints what fails; the first of a kind in full, the rest as a count.

const SHOWN_OF_A_KIND = 3;

export class Report {
  checks = 0;
  faults = [];
  #kinds = new Map();

  /** One check: `fault` is empty when all is well. */
  expect(where, kind, fault) {
    this.checks += 1;
    if (!fault) {
      return;
    }
    this.faults.push({ where, kind, fault });
    const count = (this.#kinds.get(kind) ?? 0) + 1;
    this.#kinds.set(kind, count);
    if (count <= SHOWN_OF_A_KIND) {
      console.error(`  FAULT ${where}: ${kind}: ${fault}`);
    } else if (count === SHOWN_OF_A_KIND + 1) {
      console.error(`  … and more of the kind: ${kind}`);
    }
  }
}
