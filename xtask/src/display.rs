//! Whether a window can be shown: a display may be named that nobody serves any more.

#[cfg(not(all(unix, not(target_os = "macos"))))]
pub fn is_there() -> bool {
    true
}

#[cfg(all(unix, not(target_os = "macos")))]
pub fn is_there() -> bool {
    let named = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    named("WAYLAND_DISPLAY").is_some_and(|name| serves::wayland(&name))
        || named("DISPLAY").is_some_and(|name| serves::x11(&name))
}

#[cfg(all(unix, not(target_os = "macos")))]
mod serves {
    use std::{
        net::TcpStream,
        os::unix::net::UnixStream,
        path::{Path, PathBuf},
    };

    /// A name below `XDG_RUNTIME_DIR`, or a path.
    pub fn wayland(name: &str) -> bool {
        let folder = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).unwrap_or_default();
        UnixStream::connect(folder.join(name)).is_ok()
    }

    /// `HOST:NUMBER.SCREEN`; no host: a socket of this computer (X(7), "Display names").
    pub fn x11(name: &str) -> bool {
        let Some((host, rest)) = name.rsplit_once(':') else { return false };
        let number = rest.split('.').next().unwrap_or_default();
        if !host.is_empty() && host != "unix" && !host.starts_with('/') {
            let Ok(number) = number.parse::<u16>() else { return false };
            return number < 50_000 && TcpStream::connect((host, 6_000 + number)).is_ok();
        }
        let socket = format!("/tmp/.X11-unix/X{number}");
        UnixStream::connect(Path::new(&socket)).is_ok() || has_abstract_socket(&socket)
    }

    #[cfg(target_os = "linux")]
    fn has_abstract_socket(name: &str) -> bool {
        use std::os::{linux::net::SocketAddrExt, unix::net::SocketAddr};
        SocketAddr::from_abstract_name(name)
            .and_then(|address| UnixStream::connect_addr(&address))
            .is_ok()
    }

    #[cfg(not(target_os = "linux"))]
    fn has_abstract_socket(_: &str) -> bool {
        false
    }
}
