//! Memory of large pictures goes back to the system when they do. The one room with `unsafe`: a
//! setting of the C library has no safe form.

/// From here on a block is the system's again once it is free.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LARGE_BYTES: libc::c_int = 1 << 20;

/// To be called once by a process that works on large pictures, before it does.
///
/// glibc takes large blocks from the system one by one, but moves what counts as large up to
/// 32 MB as soon as such a block was freed, and keeps what is smaller (mallopt(3),
/// `M_MMAP_THRESHOLD`): some 35 MB of analysis would lie unused beside a page of 70 megapixels and
/// its original. Saying the threshold keeps it where it is. Other systems need nothing said.
pub fn give_back_large_blocks() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: mallopt takes two integers, locks the allocator itself, and is allowed at any time.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE_BYTES);
    }
}
