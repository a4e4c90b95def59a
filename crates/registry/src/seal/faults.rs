//! Does everything that is sealed open? What was altered, or put into another column, does not.

use crate::error::Error;
use crate::personal::{PERSONAL, tables};
use crate::store::Transaction;

/// Reads every sealed value; says for each column how many do not open, and never which.
pub(crate) fn unopened(open: &mut Transaction) -> Result<Vec<String>, Error> {
    let mut faults = Vec::new();
    for table in tables() {
        let columns = PERSONAL.iter().filter(|column| column.table == table);
        let names: Vec<&str> = columns.map(|column| column.name).collect();
        let mut closed = vec![0_u64; names.len()];
        open.select(table, &names, "", &[], |row| {
            for count in &mut closed {
                *count += u64::from(row.cell().is_err());
            }
            Ok(())
        })?;
        let closed = names.iter().zip(closed).filter(|(_, count)| *count > 0);
        faults.extend(
            closed.map(|(name, count)| {
                format!("{count} sealed values of {table}.{name} do not open")
            }),
        );
    }
    Ok(faults)
}
