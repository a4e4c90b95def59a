//! Power cuts by the real kernel: images of a disk as it is while the program writes to it.
//!
//! The data folder lies on an ext4 in a file, and that file on an XFS, which copies a file in
//! one step (`cp --reflink`). Such a copy holds what had come to the disk and nothing that the
//! kernel still had in memory, as after a power cut: it is mounted, the program opens it, and
//! everything acknowledged before the copy began must be there. A writer that never syncs is
//! watched in the same way; where nothing of it is lost, nothing was measured.
//! `TILSYN_IMAGES` asks for more images than the ordinary run has time for.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tilsyn_tests::{Folder, fixture, ran};

use crate::batches::{
    Acknowledged, Chance, SaysOver, check_kept, file, is_acknowledged, seed, setting,
};

/// Images of the ordinary run.
const IMAGES: u64 = 10;
/// Images of one disk: it fills while each is checked, so a later one takes longer to check.
const IMAGES_A_DISK: u64 = 10;
/// Room for the ledger, for what must stay free, and for copies of what changes.
const XFS_BYTES: u64 = 6 << 30;
const EXT4_BYTES: u64 = 1 << 30;
/// Files that the writer that never syncs leaves: more, and a long run fills the disk with them.
const CARELESS_MAX: u64 = 20_000;
/// Of those, the newest are looked for. None of them is removed before an image has been made,
/// unless that takes as long as writing the rest.
const CARELESS_LOOKED_FOR: u64 = 5000;
/// The longest the program works between two images.
const WORK_MILLISECONDS_MAX: u64 = 400;

/// Runs a program; what it said where it failed.
fn run(program: &str, words: &[&std::ffi::OsStr]) -> Result<(), String> {
    let done = Command::new(program).args(words).output();
    match done {
        Ok(done) if done.status.success() => Ok(()),
        Ok(done) => Err(format!(
            "{program}: {}",
            String::from_utf8_lossy(&done.stderr).trim()
        )),
        Err(error) => Err(format!("{program} cannot be started: {error}")),
    }
}

/// A file system in a file, mounted; unmounted when dropped.
struct Mount {
    place: PathBuf,
}

impl Mount {
    fn of(image: &Path, place: &Path) -> Result<Mount, String> {
        std::fs::create_dir_all(place).map_err(|error| error.to_string())?;
        let words = ["-o", "loop"].map(AsRef::as_ref);
        run(
            "mount",
            &[words[0], words[1], image.as_ref(), place.as_ref()],
        )?;
        Ok(Mount {
            place: place.to_owned(),
        })
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let mut unmount = Command::new("umount");
        let gone = ran(unmount.arg(&self.place));
        if gone.exit != Some(0) {
            let _later = ran(Command::new("umount").arg("--lazy").arg(&self.place));
        }
    }
}

/// A disk whose state at a moment can be kept. Fields are dropped in this order.
struct Disk {
    _ext4: Mount,
    xfs: Mount,
    _home: Folder,
}

impl Disk {
    /// Under this folder; the reason where that cannot be.
    fn under(place: &Path) -> Result<Disk, String> {
        let home = Folder::new();
        let of_bytes = |path: &Path, bytes: u64| {
            let made = std::fs::File::create(path).and_then(|file| file.set_len(bytes));
            made.map_err(|error| format!("{}: {error}", path.display()))
        };
        let outer = home.file("xfs.img", "");
        of_bytes(&outer, XFS_BYTES)?;
        let words = ["-q", "-m", "reflink=1"].map(AsRef::as_ref);
        run("mkfs.xfs", &[words[0], words[1], words[2], outer.as_ref()])?;
        let xfs = Mount::of(&outer, &home.data())?;
        let inner = xfs.place.join("disk.img");
        of_bytes(&inner, EXT4_BYTES)?;
        run("mkfs.ext4", &["-q".as_ref(), inner.as_ref()])?;
        let ext4 = Mount::of(&inner, place)?;
        let disk = Disk {
            _ext4: ext4,
            xfs,
            _home: home,
        };
        disk.copy(0)?;
        Ok(disk)
    }

    /// Keeps the state of now.
    fn copy(&self, number: u64) -> Result<PathBuf, String> {
        let copy = self.xfs.place.join(format!("crash-{number}.img"));
        let disk = self.xfs.place.join("disk.img");
        let words = ["--reflink=always".as_ref(), disk.as_ref(), copy.as_ref()];
        run("cp", &words)?;
        Ok(copy)
    }
}

/// A disk under a folder; says loudly why not, where there is none.
fn disk_under(place: &Path) -> Option<Disk> {
    match Disk::under(place) {
        Ok(disk) => Some(disk),
        Err(why) => {
            eprintln!("\n*** SKIPPED: power cuts of the real kernel were NOT tested: {why} ***\n");
            None
        }
    }
}

/// Writes numbers and never syncs; `reached` is what it would have acknowledged.
#[expect(
    clippy::disallowed_methods,
    reason = "a writer that never syncs is what is wanted here"
)]
fn write_carelessly(folder: &Path, reached: &AtomicU64, over: &AtomicBool) {
    std::fs::create_dir_all(folder).expect("there is room");
    for number in 1.. {
        if over.load(Ordering::Acquire) {
            return;
        }
        let path = folder.join(number.to_string());
        std::fs::write(path, number.to_string()).expect("there is room");
        reached.store(number, Ordering::Release);
        if let Some(old) = number.checked_sub(CARELESS_MAX).filter(|old| *old > 0) {
            std::fs::remove_file(folder.join(old.to_string())).expect("it was written");
        }
        sleep(Duration::from_millis(1));
    }
}

/// How many of the newest numbers up to `reached` are missing, or not whole.
fn lost_of(folder: &Path, reached: u64) -> u64 {
    let is_whole = |number: &u64| {
        let text = number.to_string();
        std::fs::read_to_string(folder.join(&text)).is_ok_and(|found| found == text)
    };
    let looked_for = reached.saturating_sub(CARELESS_LOOKED_FOR) + 1..=reached;
    looked_for.filter(|number| !is_whole(number)).count() as u64
}

/// What the images of all disks came to.
#[derive(Default)]
struct Found {
    batches: usize,
    careless_lost: u64,
}

#[test]
fn what_was_acknowledged_is_in_every_image_of_the_disk() {
    let (begun, mut chance) = (Instant::now(), Chance(seed("TILSYN_IMAGES_SEED")));
    let images = setting("TILSYN_IMAGES").unwrap_or(IMAGES);
    let mut found = Found::default();
    for first in (1..=images).step_by(usize::try_from(IMAGES_A_DISK).expect("a few")) {
        let last = images.min(first + IMAGES_A_DISK - 1);
        if !images_of_a_disk(first..=last, &mut chance, &mut found) {
            return;
        }
    }
    eprintln!(
        "images: {images}, {} batches acknowledged, none lost; a writer that never \
         syncs lost {} of what it wrote; {:.0} s",
        found.batches,
        found.careless_lost,
        begun.elapsed().as_secs_f64()
    );
    assert!(found.batches > 0, "nothing was acknowledged");
    assert!(
        found.careless_lost > 0,
        "NOT MEASURED: these images show what was never synced"
    );
}

/// Makes these images of a new disk while the program writes to it, and checks each; says whether
/// there could be a disk.
fn images_of_a_disk(images: RangeInclusive<u64>, chance: &mut Chance, found: &mut Found) -> bool {
    let folder = Folder::new();
    let Some(disk) = disk_under(&folder.data()) else {
        return false;
    };
    folder.takes_directory(&fixture("directory"));
    let server = folder.serve();
    let (acknowledged, reached) = (Mutex::new(Acknowledged::new()), AtomicU64::new(0));
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        // Ends the writers however this ends.
        let _end = SaysOver(&over);
        scope.spawn(|| write_carelessly(&folder.data().join("careless"), &reached, &over));
        scope.spawn(|| {
            for number in 0.. {
                if over.load(Ordering::Acquire) {
                    return;
                }
                let import = folder.takes(&file(&folder, number));
                assert!(is_acknowledged(&import), "{import:?}");
                acknowledged.lock().expect("sound").insert(number);
            }
        });
        for number in images {
            sleep(Duration::from_millis(chance.below(WORK_MILLISECONDS_MAX)));
            let before = acknowledged.lock().expect("sound").clone();
            let written = reached.load(Ordering::Acquire);
            let image = disk.copy(number).expect("there is room");
            let after = Folder::new();
            let mounted = Mount::of(&image, &after.data()).expect("its journal is whole");
            found.careless_lost += lost_of(&after.data().join("careless"), written);
            check_kept(&after, &before, &format!("power cut {number}"));
            drop(mounted);
            std::fs::remove_file(&image).expect("ours");
        }
    });
    drop(server);
    found.batches += acknowledged.into_inner().expect("sound").len();
    drop(disk);
    true
}
