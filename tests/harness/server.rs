//! A web server on the loopback interface with every fault that one can have.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A GIF of one pixel.
pub const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// A running server. It ends with the process.
pub struct Server {
    pub address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

/// What the server has seen.
#[derive(Default)]
struct Seen {
    /// The heads of the requests.
    requests: Vec<String>,
    /// The connections so far.
    connections: usize,
    /// The requests that wait for their answer, and the most of them at once.
    waiting: usize,
    most_waiting: usize,
}

impl Server {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen: Arc<Mutex<Seen>> = Arc::default();
        let shared = seen.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let seen = shared.clone();
                seen.lock().unwrap().connections += 1;
                // Ignore errors: the other side may have gone away.
                thread::spawn(move || drop(serve(stream, &seen)));
            }
        });
        Self { address, seen }
    }

    /// The address of a path on the server.
    pub fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The heads of all requests so far.
    pub fn requests(&self) -> Vec<String> {
        self.seen.lock().unwrap().requests.clone()
    }

    /// The paths of all requests so far.
    pub fn paths(&self) -> Vec<String> {
        self.requests().iter().map(|head| head.split(' ').nth(1).unwrap_or_default().to_owned()).collect()
    }

    /// How many connections there have been.
    pub fn connections(&self) -> usize {
        self.seen.lock().unwrap().connections
    }

    /// The most requests for `/wait.gif` that were waiting at the same time. None is counted after its answer has
    /// begun, so this never exceeds what was open on the other side.
    pub fn most_waiting(&self) -> usize {
        self.seen.lock().unwrap().most_waiting
    }
}

/// Serves one connection until it is closed.
fn serve(stream: TcpStream, seen: &Mutex<Seen>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head)? == 0 {
                return Ok(());
            }
        }
        seen.lock().unwrap().requests.push(head.clone());
        if head.starts_with("GET /wait.gif ") {
            wait(seen);
        }
        if !answer(&stream, &head)? {
            return Ok(());
        }
    }
}

/// Waits before an answer, and counts who waits.
fn wait(seen: &Mutex<Seen>) {
    {
        let mut seen = seen.lock().unwrap();
        seen.waiting += 1;
        seen.most_waiting = seen.most_waiting.max(seen.waiting);
    }
    thread::sleep(Duration::from_millis(150));
    seen.lock().unwrap().waiting -= 1;
}

/// Answers a request; `false` if the connection is to be closed.
fn answer(mut out: &TcpStream, head: &str) -> std::io::Result<bool> {
    let path = head.split(' ').nth(1).unwrap_or_default();
    let headers: HashMap<String, &str> = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value))
        .collect();
    let referer = headers.get("referer").copied();
    let forever = |mut out: &TcpStream, piece: &[u8], pause: u64| -> std::io::Result<bool> {
        loop {
            out.write_all(piece)?;
            thread::sleep(Duration::from_millis(pause));
        }
    };
    let own = format!("http://{}/", headers.get("host").copied().unwrap_or_default());
    match path.split('/').nth(1).unwrap_or_default() {
        "good.gif" | "wait.gif" => whole(out, "200 OK", "image/gif", GIF),
        "text.gif" => whole(out, "200 OK", "text/html", GIF),
        "page.gif" => whole(out, "200 OK", "image/gif", b"<!DOCTYPE html><p>Not found"),
        "long-page.gif" => {
            out.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: image/gif\r\n\r\n<html>")?;
            forever(out, &[b' '; 4096], 0)
        }
        "empty.gif" => whole(out, "200 OK", "image/gif", b""),
        "broken.gif" => whole(out, "200 OK", "image/gif", b"GIF89a and then nothing that is a picture"),
        "gzip.gif" => {
            out.write_all(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2000\r\n\r\n")?;
            out.write_all(&[&b"\x1f\x8b\x08\0\0\0\0\0\0\x03"[..], &[0; 1990]].concat())?;
            Ok(true)
        }
        "silent.gif" => {
            thread::sleep(Duration::from_secs(600));
            Ok(false)
        }
        "slow.gif" => {
            out.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nGIF89a")?;
            forever(out, b"x", 20)
        }
        "stalls.gif" => {
            out.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nGIF89a")?;
            thread::sleep(Duration::from_secs(600));
            Ok(false)
        }
        "slow-head.gif" => {
            out.write_all(b"HTTP/1.1 200 OK\r\nX: ")?;
            forever(out, b"x", 20)
        }
        "long-head.gif" => {
            out.write_all(b"HTTP/1.1 200 OK\r\n")?;
            forever(out, &[b"X: ".to_vec(), vec![b'x'; 4096], b"\r\n".to_vec()].concat(), 0)
        }
        "endless.gif" => {
            out.write_all(b"HTTP/1.1 200 OK\r\n\r\nGIF89a")?;
            forever(out, &[0; 4096], 0)
        }
        "endless-chunked.gif" => {
            out.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nGIF89a\r\n")?;
            forever(out, &[b"1000\r\n".to_vec(), vec![0; 4096], b"\r\n".to_vec()].concat(), 0)
        }
        "oversized.gif" => {
            out.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nGIF89a")?;
            thread::sleep(Duration::from_secs(600));
            Ok(false)
        }
        "truncated.gif" => {
            out.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")?;
            out.write_all(GIF)?;
            Ok(false)
        }
        "truncated-chunked.gif" => {
            out.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\nGIF89a")?;
            Ok(false)
        }
        "bad-chunk.gif" => {
            out.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nGIF89a\r\n")?;
            Ok(false)
        }
        "chunked.gif" => {
            out.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
            // In one piece: whether a connection is kept may depend on when the last chunk arrives.
            let chunk = |piece: &[u8]| [format!("{:x}\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat();
            let mut chunks: Vec<u8> = GIF.chunks(10).flat_map(chunk).collect();
            chunks.extend(b"0\r\n\r\n");
            out.write_all(&chunks)?;
            Ok(true)
        }
        "no-http.gif" => {
            out.write_all(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")?;
            Ok(false)
        }
        "closed.gif" => Ok(false),
        "loop.gif" => redirect(out, path),
        "hop" => {
            let left: u32 = path.rsplit('/').next().and_then(|left| left.parse().ok()).unwrap_or(0);
            redirect(out, &if left == 0 { "/good.gif".to_owned() } else { format!("/hop/{}", left - 1) })
        }
        "nowhere.gif" => {
            out.write_all(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")?;
            Ok(true)
        }
        // `/to?ADDRESS` redirects there.
        _ if path.starts_with("/to?") => redirect(out, &path[4..]),
        "status" => {
            let status = path.rsplit('/').next().unwrap_or_default();
            whole(out, &format!("{status} Refused"), "image/gif", GIF)
        }
        // Hotlink protection: of hosts that let in only their own website, only another, or only those from nowhere.
        "own.gif" if referer == Some(&own) => whole(out, "200 OK", "image/gif", GIF),
        "other.gif" if referer == Some("https://news.example/") => whole(out, "200 OK", "image/gif", GIF),
        "none.gif" if referer.is_none() => whole(out, "200 OK", "image/gif", GIF),
        "own.gif" | "other.gif" | "none.gif" => whole(out, "403 Forbidden", "text/plain", b"no"),
        _ => whole(out, "404 Not Found", "text/plain", b"no"),
    }
}

fn whole(mut out: &TcpStream, status: &str, kind: &str, body: &[u8]) -> std::io::Result<bool> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nSet-Cookie: a=b; Path=/\r\n\r\n",
        body.len()
    );
    out.write_all(head.as_bytes())?;
    out.write_all(body)?;
    Ok(true)
}

fn redirect(mut out: &TcpStream, to: &str) -> std::io::Result<bool> {
    out.write_all(format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n").as_bytes())?;
    Ok(true)
}
