//! A web server that misbehaves as told: drips, never ends, lies about lengths, refuses early.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A request's first line and headers.
pub type Head = String;

/// What the server does with a request.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Reads the whole request, then sends these bytes.
    Whole(Vec<u8>),
    /// Sends these bytes before it has read any of the body, as nginx refuses by length.
    Early(Vec<u8>),
    /// Sends the first bytes, then the second ones over and over, one lot each `pause`.
    Endless { head: Vec<u8>, lot: Vec<u8>, pause: Duration },
    /// Reads and says nothing.
    Silence,
}

impl Answer {
    pub fn json(status: &str, body: &str) -> Self {
        Self::with(status, "content-type: application/json\r\n", body)
    }

    pub fn html(status: &str, body: &str) -> Self {
        Self::with(status, "content-type: text/html\r\n", body)
    }

    pub fn redirect(to: &str) -> Self {
        Self::with("301 Moved Permanently", &format!("location: {to}\r\n"), "")
    }

    /// `headers`: each with its line end.
    pub fn with(status: &str, headers: &str, body: &str) -> Self {
        let length = body.len();
        Self::Whole(
            format!(
                "HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n\
                 {body}"
            )
            .into_bytes(),
        )
    }
}

/// A running server; it ends when dropped.
pub struct Rogue {
    /// With a slash at the end.
    pub url: String,
    heads: Arc<Mutex<Vec<Head>>>,
    task: JoinHandle<()>,
}

impl Rogue {
    /// `answer` is given a request's head and the server's own address.
    pub async fn start<F>(answer: F) -> io::Result<Self>
    where
        F: Fn(&str, &str) -> Answer + Send + Sync + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/", listener.local_addr()?);
        let heads = Arc::<Mutex<Vec<Head>>>::default();
        let (base, seen, answer) = (url.clone(), heads.clone(), Arc::new(answer));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (base, seen, answer) = (base.clone(), seen.clone(), answer.clone());
                tokio::spawn(async move {
                    let _ = serve(stream, &base, &seen, answer.as_ref()).await;
                });
            }
        });
        Ok(Self { url, heads, task })
    }

    /// The heads of the requests that came, in order.
    pub fn heads(&self) -> Vec<Head> {
        self.heads.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Rogue {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    mut stream: TcpStream,
    base: &str,
    seen: &Mutex<Vec<Head>>,
    answer: &(dyn Fn(&str, &str) -> Answer + Send + Sync),
) -> io::Result<()> {
    let mut read = Vec::new();
    let mut buffer = [0; 16 * 1024];
    let end = loop {
        if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        match stream.read(&mut buffer).await? {
            0 => return Ok(()),
            count => read.extend_from_slice(&buffer[..count]),
        }
    };
    let head = String::from_utf8_lossy(&read[..end]).into_owned();
    let answer = answer(&head, base);
    let length = length_of(&head);
    seen.lock().unwrap_or_else(PoisonError::into_inner).push(head);
    if let Answer::Early(bytes) = answer {
        stream.write_all(&bytes).await?;
        return stream.shutdown().await;
    }
    let mut left = length.saturating_sub(read.len() - end - 4);
    while left > 0 {
        match stream.read(&mut buffer).await? {
            0 => return Ok(()),
            count => left = left.saturating_sub(count),
        }
    }
    match answer {
        Answer::Whole(bytes) | Answer::Early(bytes) => {
            stream.write_all(&bytes).await?;
            stream.shutdown().await
        }
        Answer::Endless { head, lot, pause } => {
            stream.write_all(&head).await?;
            loop {
                stream.write_all(&lot).await?;
                tokio::time::sleep(pause).await;
            }
        }
        Answer::Silence => {
            while stream.read(&mut buffer).await? > 0 {}
            Ok(())
        }
    }
}

/// The announced length of the body.
pub fn length_of(head: &str) -> usize {
    head.lines()
        .find_map(|line| {
            line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok()
        })
        .unwrap_or(0)
}
