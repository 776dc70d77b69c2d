//! The listening socket: IPv6 and IPv4 on one port.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use socket2::{Domain, Protocol, Socket, Type};

use super::failure::Failure;

/// Connections that may wait to be accepted.
const BACKLOG: i32 = 1024;

/// Listens on `address`. Every IPv6 address also takes IPv4 where it is the unspecified one; a machine without IPv6 gets
/// every IPv4 address instead.
pub(super) fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    let bound = open(address).or_else(|error| {
        let no_ipv6 =
            address.ip() == Ipv6Addr::UNSPECIFIED && error.kind() != io::ErrorKind::AddrInUse;
        if !no_ipv6 {
            return Err(error);
        }
        tracing::warn!(%error, "máy không có IPv6, chỉ nghe IPv4");
        open(SocketAddr::from((Ipv4Addr::UNSPECIFIED, address.port())))
    });
    bound.map_err(|error| refused(address, &error))
}

fn open(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(
        Domain::for_address(address),
        Type::STREAM,
        Some(Protocol::TCP),
    )?;
    if address.is_ipv6() {
        socket.set_only_v6(false)?;
    }
    // A restart must not wait for connections of the last run; on Windows the option would let two servers share a port.
    if cfg!(unix) {
        socket.set_reuse_address(true)?;
    }
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    socket.set_nonblocking(true)?;
    Ok(socket.into())
}

fn refused(address: SocketAddr, error: &io::Error) -> Failure {
    let port = address.port();
    Failure::failed(match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "Cổng {port} đang có chương trình khác dùng; hãy chọn cổng khác, ví dụ --listen {}.",
            SocketAddr::new(address.ip(), port.wrapping_add(1).max(1024))
        ),
        io::ErrorKind::PermissionDenied => format!(
            "Không được phép nghe ở cổng {port}; hãy chọn cổng từ 1024 trở lên, ví dụ --listen {}.",
            SocketAddr::new(address.ip(), 8080)
        ),
        _ => format!(
            "Không nghe được ở {address} (máy báo «{error}»); hãy chọn địa chỉ khác bằng --listen."
        ),
    })
}

/// The address that a browser on this machine can open.
pub(super) fn url(address: SocketAddr) -> String {
    let port = address.port();
    match address.ip().to_canonical() {
        ip if ip.is_unspecified() => format!("http://127.0.0.1:{port}"),
        ip => format!("http://{}", SocketAddr::new(ip, port)),
    }
}
