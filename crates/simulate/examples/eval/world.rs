//! One world written out as an organisation would hand it over: a log and a directory; and beside
//! it, what only the evaluation knows.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tilsyn_simulate::garrison::{Garrison, Plan};

use crate::Outcome;
use crate::acts::AccessLog;
use crate::baselines::Given;
use crate::judged::Judged;
use crate::names::{Code, NOTHING, Names};
use crate::program::{Row, Served};
use crate::register::Register;

/// A world's files, read again.
pub(crate) struct World {
    pub(crate) events: PathBuf,
    pub(crate) directory: PathBuf,
    pub(crate) names: Names,
    pub(crate) register: Register,
    pub(crate) log: AccessLog,
    pub(crate) judged: Judged,
}

impl World {
    /// Writes a world to a folder, and reads it as everybody else does.
    pub(crate) fn new(plan: &Plan, folder: &Path) -> Outcome<World> {
        let (events, directory) = (folder.join("events.ndjson"), folder.join("directory"));
        fs::create_dir_all(folder)?;
        let made = Garrison::new(plan.clone());
        made.write_directory(&directory)?;
        let mut file = BufWriter::new(File::create(&events)?);
        made.write_events(&mut file)?;
        file.flush()?;
        let mut names = Names::default();
        let register = Register::read(&directory, &mut names)?;
        let log = AccessLog::read(&events, plan.first_day(), &register, &mut names)?;
        let judged = Judged::new(plan, &made.truth(), &log, &mut names);
        Ok(World {
            events,
            directory,
            names,
            register,
            log,
            judged,
        })
    }

    /// Serves it from a folder of its own, with this directory.
    pub(crate) fn served<'a>(
        &self,
        program: &'a Path,
        folder: &Path,
        directory: &Path,
    ) -> Outcome<Served<'a>> {
        Served::new(program, folder, directory, &self.events)
    }

    pub(crate) fn given(&self) -> Given<'_> {
        Given {
            judged: &self.judged,
            log: &self.log,
            register: &self.register,
        }
    }

    /// Whom a finding is about.
    pub(crate) fn who(&self, row: &Row) -> Option<Code> {
        if let Some(person) = self.names.known(&row.national_id) {
            return Some(person);
        }
        let account = self.names.known(&row.user)?;
        let day = self.judged.weeks.last()?.to;
        self.register.who_acted(account, NOTHING, day)
    }
}
