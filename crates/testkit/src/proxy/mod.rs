//! A proxy on loopback between Coupure and a blog that breaks writes as real networks and servers
//! do, in ways drawn from a seed. Reads go through untouched.
//!
//! It speaks to the socket: what is cut is cut, and what is refused is refused by the system.

mod faults;
mod wire;

use std::{
    io,
    net::Ipv4Addr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::Runtime,
    sync::Notify,
    time::{sleep, timeout},
};

pub use faults::{Counts, Fault, Weather};
use wire::{Request, page};

/// How long the port stays closed where a connection is refused.
const CLOSED_FOR: Duration = Duration::from_millis(300);
/// A port that is to be opened again may be busy for a moment.
const REOPEN_WITHIN: Duration = Duration::from_secs(20);

/// A running proxy; it ends when it is dropped, and what it still holds back is never delivered.
pub struct Proxy {
    /// Of the front page as seen through the proxy.
    pub url: String,
    shared: Arc<Shared>,
    runtime: Option<Runtime>,
}

struct Shared {
    upstream: u16,
    port: u16,
    /// The longest that the client waits for an answer.
    patience: Duration,
    weather: Mutex<Weather>,
    /// By how much the hour that answers tell is off.
    clock_off_seconds: AtomicI64,
    close: Notify,
}

impl Proxy {
    /// In front of the server at this port of loopback. `patience`: the client's time-out.
    pub fn start(upstream: u16, patience: Duration, weather: Weather) -> io::Result<Self> {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Shared {
            upstream,
            port,
            patience,
            weather: Mutex::new(weather),
            clock_off_seconds: AtomicI64::new(0),
            close: Notify::new(),
        });
        runtime.spawn(shared.clone().listen(listener));
        Ok(Self { url: format!("http://127.0.0.1:{port}/"), shared, runtime: Some(runtime) })
    }

    /// From the next write on.
    pub fn set_percent(&self, percent: u32) {
        self.shared.weather().percent = percent;
    }

    /// From the next answer on the server's clock seems to be so far ahead: so a client sees it whose
    /// own clock is behind.
    pub fn set_clock_off(&self, seconds: i64) {
        self.shared.clock_off_seconds.store(seconds, Ordering::SeqCst);
    }

    /// How often each fault was met, and how many writes there were in all.
    pub fn counts(&self) -> Counts {
        self.shared.weather().counts().clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Shared {
    fn weather(&self) -> MutexGuard<'_, Weather> {
        self.weather.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn listen(self: Arc<Self>, mut listener: TcpListener) {
        loop {
            tokio::select! {
                accepted = listener.accept() => {
                    if let Ok((client, _)) = accepted {
                        tokio::spawn(self.clone().serve(client));
                    }
                }
                () = self.close.notified() => {
                    drop(listener);
                    sleep(CLOSED_FOR).await;
                    let Some(again) = self.reopen().await else { return };
                    listener = again;
                }
            }
        }
    }

    async fn reopen(&self) -> Option<TcpListener> {
        let opening = async {
            loop {
                match TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await {
                    Ok(listener) => return listener,
                    Err(_) => sleep(Duration::from_millis(20)).await,
                }
            }
        };
        timeout(REOPEN_WITHIN, opening).await.ok()
    }

    /// One request a connection, as PHP's own server has it.
    async fn serve(self: Arc<Self>, mut client: TcpStream) {
        let Ok(Some(mut request)) = Request::read_head(&mut client).await else { return };
        if request.is_call() && request.read_body(&mut client).await.is_err() {
            return;
        }
        let fault = request.writes().then(|| self.weather().draw()).flatten();
        if fault == Some(Fault::Refused) {
            // Cut off with a reset, whether it was read or not.
            let _ = client.set_zero_linger();
            drop(client);
            self.close.notify_one();
            return;
        }
        if request.read_body(&mut client).await.is_err() {
            return;
        }
        // A client that is gone cannot be told.
        let _ = self.answer(client, &request, fault).await;
    }

    async fn answer(
        &self,
        mut client: TcpStream,
        request: &Request,
        fault: Option<Fault>,
    ) -> io::Result<()> {
        let reply = match fault {
            None => self.deliver(request).await?,
            Some(Fault::Refused) => return Ok(()),
            Some(Fault::RequestCut { part }) => {
                let bytes = request.bytes();
                let mut server = self.connect().await?;
                server.write_all(&bytes[..part.of(bytes.len())]).await?;
                server.flush().await?;
                // The client notices as soon as the server could.
                sleep(Duration::from_millis(20)).await;
                return client.set_zero_linger();
            }
            Some(Fault::Stalled) => {
                self.until_gone(&mut client).await;
                return Ok(());
            }
            Some(Fault::Late { part }) => {
                self.until_gone(&mut client).await;
                drop(client);
                sleep(self.patience.mul_f64(part.share())).await;
                return self.deliver(request).await.map(drop);
            }
            Some(Fault::ReplyLost) => {
                self.deliver(request).await?;
                return client.set_zero_linger();
            }
            Some(Fault::ReplyCut { part }) => {
                let reply = self.deliver(request).await?;
                reply[..part.of(reply.len())].to_vec()
            }
            Some(Fault::FaultBefore) => page("500 Internal Server Error", "", wire::FAULT),
            Some(Fault::FaultAfter) => {
                self.deliver(request).await?;
                page("500 Internal Server Error", "", wire::FAULT)
            }
            Some(Fault::Junk) => wire::with_junk(&self.deliver(request).await?),
            Some(Fault::Busy) => {
                page("503 Service Unavailable", "Retry-After: 1\r\n", wire::MAINTENANCE)
            }
            Some(Fault::TooMany) => page("429 Too Many Requests", "Retry-After: 1\r\n", ""),
            Some(Fault::Portal) => page("200 OK", "", wire::PORTAL),
        };
        client.write_all(&reply).await?;
        client.shutdown().await
    }

    async fn connect(&self) -> io::Result<TcpStream> {
        TcpStream::connect((Ipv4Addr::LOCALHOST, self.upstream)).await
    }

    /// Delivers the request and returns the whole reply.
    async fn deliver(&self, request: &Request) -> io::Result<Vec<u8>> {
        let mut server = self.connect().await?;
        server.write_all(&request.bytes()).await?;
        let mut reply = Vec::new();
        server.read_to_end(&mut reply).await?;
        match self.clock_off_seconds.load(Ordering::SeqCst) {
            0 => Ok(reply),
            seconds => Ok(wire::at_another_hour(&reply, seconds)),
        }
    }

    /// Waits until the client has given up.
    async fn until_gone(&self, client: &mut TcpStream) {
        let mut rest = [0; 64];
        let gone = async { while matches!(client.read(&mut rest).await, Ok(1..)) {} };
        let _ = timeout(self.patience * 20, gone).await;
    }
}
