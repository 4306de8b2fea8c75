//! SQLite's own file layer, with a list of what it was asked to write.
//!
//! `unsafe`, for SQLite takes its file layer as tables of C functions; nowhere else in the house.
//! What makes it sound: the table of the system's layer and everything it points at live as long as
//! the process; ours are copies of it, leaked once, in which a few entries are replaced; a file of
//! ours *is* a file of the system's layer (same address, same bytes) with a [`Tail`] behind it, so
//! each call is passed on with the pointers that it came with.

use std::{
    ffi::{CStr, c_char, c_int, c_void},
    path::{Path, PathBuf},
    ptr,
    sync::{Mutex, MutexGuard, Once, OnceLock, PoisonError},
};

use rusqlite::ffi;

/// What was asked of the disk, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    Create,
    Write { at: usize, bytes: Vec<u8> },
    Truncate { size: usize },
    Sync,
    Delete { synced: bool },
}

#[derive(Debug, Clone)]
pub struct Event {
    /// Relative to the folder.
    pub file: PathBuf,
    pub op: Op,
    /// How many pictures lay finished under `media/` just then.
    pub media: usize,
}

struct Log {
    folder: PathBuf,
    events: Vec<Event>,
}

static LOG: Mutex<Option<Log>> = Mutex::new(None);
static REAL: OnceLock<Real> = OnceLock::new();

/// The system's layer.
struct Real(*mut ffi::sqlite3_vfs);

// SAFETY: SQLite itself uses it from any thread; it is never changed or freed.
unsafe impl Send for Real {}
// SAFETY: as above.
unsafe impl Sync for Real {}

/// Behind each file.
#[repr(C)]
struct Tail {
    methods: *const ffi::sqlite3_io_methods,
    /// Leaked; null: a file without a name.
    name: *const PathBuf,
}

/// Records what is written into this folder from now on.
pub fn record(folder: &Path) {
    static REGISTER: Once = Once::new();
    REGISTER.call_once(register);
    *log() = Some(Log { folder: folder.into(), events: Vec::new() });
}

/// How much was recorded so far.
pub fn recorded() -> usize {
    log().as_ref().map_or(0, |log| log.events.len())
}

pub fn stop() -> Vec<Event> {
    log().take().map(|log| log.events).unwrap_or_default()
}

fn log() -> MutexGuard<'static, Option<Log>> {
    LOG.lock().unwrap_or_else(PoisonError::into_inner)
}

fn note(path: &Path, op: Op) {
    let mut log = log();
    let Some(log) = log.as_mut() else { return };
    let Ok(file) = path.strip_prefix(&log.folder) else { return };
    let event = Event { file: file.into(), op, media: pictures(&log.folder.join("media")) };
    log.events.push(event);
}

/// Files under their final names.
fn pictures(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.path() {
            path if path.is_dir() => pictures(&path),
            path => usize::from(!path.file_name().unwrap().to_string_lossy().starts_with('.')),
        })
        .sum()
}

fn register() {
    // SAFETY: a null name asks for the default layer, which SQLite keeps for good.
    let real = unsafe { ffi::sqlite3_vfs_find(ptr::null()) };
    assert!(!real.is_null(), "SQLite has a layer for this system");
    // SAFETY: it is a whole table; a copy of it works as it does, for its functions look at
    // nothing in it but `pAppData`.
    let mut ours = unsafe { ptr::read(real) };
    ours.szOsFile = padded(ours.szOsFile as usize) as c_int + size_of::<Tail>() as c_int;
    ours.pNext = ptr::null_mut();
    ours.zName = c"recording".as_ptr();
    ours.xOpen = Some(open);
    ours.xDelete = Some(delete);
    let _ = REAL.set(Real(real));
    // SAFETY: the table is leaked, so it outlives every connection.
    let code = unsafe { ffi::sqlite3_vfs_register(Box::leak(Box::new(ours)), 1) };
    assert_eq!(code, ffi::SQLITE_OK);
}

fn padded(size: usize) -> usize {
    size.next_multiple_of(align_of::<Tail>())
}

fn real() -> *mut ffi::sqlite3_vfs {
    REAL.get().expect("our layer is registered after it was found").0
}

/// SAFETY: `file` was opened by [`open`].
unsafe fn tail(file: *mut ffi::sqlite3_file) -> *mut Tail {
    // SAFETY: SQLite allocates `szOsFile` bytes, of which the tail is the end.
    unsafe { file.cast::<u8>().add(padded((*real()).szOsFile as usize)).cast() }
}

/// SAFETY: as for [`tail`].
unsafe fn methods(file: *mut ffi::sqlite3_file) -> &'static ffi::sqlite3_io_methods {
    // SAFETY: the system's tables are static.
    unsafe { &*(*tail(file)).methods }
}

/// SAFETY: as for [`tail`].
unsafe fn note_of(file: *mut ffi::sqlite3_file, op: impl FnOnce() -> Op) {
    // SAFETY: the name is leaked.
    if let Some(name) = unsafe { (*tail(file)).name.as_ref() } {
        note(name, op());
    }
}

/// SAFETY: `name` is null or ends in a zero.
unsafe fn path_of(name: *const c_char) -> Option<PathBuf> {
    if name.is_null() {
        return None;
    }
    // SAFETY: as promised.
    Some(PathBuf::from(unsafe { CStr::from_ptr(name) }.to_str().ok()?))
}

unsafe extern "C" fn open(
    _vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite passes a name that ends in a zero, or none.
    let path = unsafe { path_of(name) };
    let new = path.as_ref().is_some_and(|path| !path.exists());
    // SAFETY: the file has room for the system's own, and the arguments are SQLite's.
    unsafe {
        let code = ((*real()).xOpen.expect("a layer opens"))(real(), name, file, flags, out_flags);
        if code != ffi::SQLITE_OK || (*file).pMethods.is_null() {
            return code;
        }
        let mut replaced = ptr::read((*file).pMethods);
        replaced.xWrite = Some(write);
        replaced.xTruncate = Some(truncate);
        replaced.xSync = Some(sync);
        let name = match &path {
            Some(path) => &raw const *Box::leak(Box::new(path.clone())),
            None => ptr::null(),
        };
        tail(file).write(Tail { methods: (*file).pMethods, name });
        (*file).pMethods = Box::leak(Box::new(replaced));
        if new {
            note_of(file, || Op::Create);
        }
        code
    }
}

unsafe extern "C" fn delete(
    _vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    sync_folder: c_int,
) -> c_int {
    // SAFETY: the arguments are SQLite's.
    let (code, path) = unsafe {
        let path = path_of(name);
        (((*real()).xDelete.expect("a layer deletes"))(real(), name, sync_folder), path)
    };
    if code == ffi::SQLITE_OK
        && let Some(path) = path
    {
        note(&path, Op::Delete { synced: sync_folder != 0 });
    }
    code
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    bytes: *const c_void,
    length: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: the arguments are SQLite's, of a file that `open` made.
    unsafe {
        let code = (methods(file).xWrite.expect("a file is written"))(file, bytes, length, at);
        if code == ffi::SQLITE_OK {
            let bytes = std::slice::from_raw_parts(bytes.cast::<u8>(), length as usize);
            note_of(file, || Op::Write { at: at as usize, bytes: bytes.to_vec() });
        }
        code
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: ffi::sqlite3_int64) -> c_int {
    // SAFETY: as in `write`.
    unsafe {
        let code = (methods(file).xTruncate.expect("a file is cut"))(file, size);
        if code == ffi::SQLITE_OK {
            note_of(file, || Op::Truncate { size: size as usize });
        }
        code
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: as in `write`.
    unsafe {
        let code = (methods(file).xSync.expect("a file is synced"))(file, flags);
        if code == ffi::SQLITE_OK {
            note_of(file, || Op::Sync);
        }
        code
    }
}
