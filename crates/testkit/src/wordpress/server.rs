//! PHP's own server with workers, in a process group that goes as a whole.

use std::{
    fs::{self, File},
    io,
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const WORKERS: &str = "4";
const READY_WITHIN: Duration = Duration::from_secs(20);
/// Ends the group when its standard input closes: with the test process, however that ends.
const GUARD: &str = "\"$@\" & read -r _; kill -9 -$$";

pub(super) struct Server {
    guard: Child,
}

impl Server {
    /// On a free port.
    pub fn start(folder: &Path) -> io::Result<(Self, u16)> {
        let mut last = io::Error::other("no port is free");
        for _ in 0..5 {
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
            match Self::at(folder, port) {
                Ok(server) => return Ok((server, port)),
                // Somebody else took the port meanwhile.
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    pub fn at(folder: &Path, port: u16) -> io::Result<Self> {
        let log = File::options().create(true).append(true).open(folder.join("server.log"))?;
        let mut command = Command::new("sh");
        command
            .args(["-c", GUARD, "guard", "php"])
            .args(["-d", "memory_limit=512M", "-d", "upload_max_filesize=64M"])
            .args(["-d", "post_max_size=64M", "-d", "display_errors=0", "-d", "log_errors=1"])
            // A plugin that a test writes anew counts from the next request on; by default a
            // compiled file is trusted for two seconds.
            .args(["-d", "opcache.revalidate_freq=0"])
            .args(["-S", &format!("127.0.0.1:{port}"), "-t"])
            .arg(folder)
            .arg(folder.join("router.php"))
            .env("PHP_CLI_SERVER_WORKERS", WORKERS)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(log);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let server = Self { guard: command.spawn()? };
        let begun = Instant::now();
        while begun.elapsed() < READY_WITHIN {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Ok(server);
            }
            if fs::read_to_string(folder.join("server.log"))?.contains("Failed to listen") {
                return Err(io::Error::other(format!("port {port} is taken")));
            }
            thread::sleep(Duration::from_millis(10));
        }
        Err(io::Error::other("PHP's server did not start"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

/// What the router noted.
pub(super) fn requests(folder: &Path) -> io::Result<Vec<String>> {
    match fs::read_to_string(folder.join("requests.log")) {
        Ok(log) => Ok(log.lines().map(str::to_owned).collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}
