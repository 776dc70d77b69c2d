//! `motcua health`: asks a server whether it is alive.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::path::PathBuf;
use std::time::Duration;

use super::data_dir;
use super::failure::Failure;

/// A server that does not answer within this time is not well.
const PATIENCE: Duration = Duration::from_secs(5);

/// Longest answer that is read.
const LONGEST: u64 = 64 * 1024;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Địa chỉ máy chủ [mặc định: máy chủ của thư mục dữ liệu, hoặc http://127.0.0.1:8080]
    #[arg(long, value_name = "URL")]
    url: Option<String>,
}

pub(super) fn run(data_dir: Option<PathBuf>, args: &Args) -> Result<(), Failure> {
    let data_dir = data_dir.unwrap_or_else(|| data_dir::DEFAULT.into());
    let url = args
        .url
        .clone()
        .or_else(|| data_dir::holder(&data_dir).address)
        .unwrap_or_else(|| "http://127.0.0.1:8080".to_owned());
    let body = get(&url, "/readyz")?;
    println!("{}", body.trim());
    Ok(())
}

/// Gets a small page over plain HTTP; anything but 200 is a failure.
pub(super) fn get(url: &str, path: &str) -> Result<String, Failure> {
    let host = url
        .strip_prefix("http://")
        .ok_or_else(|| {
            Failure::usage(format!(
                "Địa chỉ «{url}» phải bắt đầu bằng http://; hãy sửa lại."
            ))
        })?
        .split('/')
        .next()
        .unwrap_or_default();
    let answer = exchange(host, path).map_err(|error| {
        Failure::failed(format!(
            "Máy chủ {url} không trả lời ({error}); hãy kiểm tra nó có đang chạy không."
        ))
    })?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).unwrap_or_default();
    if status == "200" {
        Ok(body.to_owned())
    } else {
        Err(Failure::failed(format!(
            "Máy chủ {url} trả lời {status}; hãy xem nhật ký của nó."
        )))
    }
}

fn exchange(host: &str, path: &str) -> std::io::Result<String> {
    let with_port = if host.ends_with(']') || !host.contains(':') {
        format!("{host}:80")
    } else {
        host.to_owned()
    };
    let address = with_port
        .to_socket_addrs()?
        .next()
        .ok_or(std::io::ErrorKind::AddrNotAvailable)?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    // HTTP/1.0 and no keep-alive: the answer ends with the connection.
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(LONGEST).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
