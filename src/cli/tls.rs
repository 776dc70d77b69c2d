//! Serving over TLS: under certificates from files, or under those that the office's own authority signs.
//!
//! One port takes both: whoever begins with a handshake is served over TLS, everybody else in the clear, where the web room
//! shows no more than how to come back safely.

use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring::{default_provider, sign::any_supported_type};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{self, ServerConfig};
use tokio_rustls::server::TlsStream;

use super::clock;
use super::data_dir::KEYS;
use super::failure::{Failure, machine};
use super::settings::{self, Settings};
use crate::seal::tls::{Authority, Hosts, TlsError};
use crate::web::certificate::InstalledAuthority;

/// A handshake that takes longer is given up.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// The machine's addresses are looked at so often.
const LOOK: Duration = Duration::from_mins(1);
/// Connections whose handshake is done wait here for the server.
const WAITING: usize = 256;
/// First byte of a TLS handshake.
const HANDSHAKE_RECORD: u8 = 22;

/// How the command line asks for TLS.
#[derive(Debug, Default, Clone, clap::Args)]
pub(super) struct Args {
    /// Tệp chứng thư TLS, dạng PEM, cả chuỗi
    #[arg(
        id = "tls_cert",
        long = "tls-cert",
        value_name = "FILE",
        requires = "tls_key"
    )]
    certificate: Option<PathBuf>,
    /// Tệp khóa riêng của chứng thư TLS, dạng PEM
    #[arg(
        id = "tls_key",
        long = "tls-key",
        value_name = "FILE",
        requires = "tls_cert"
    )]
    key: Option<PathBuf>,
    /// Tự tạo chứng thư cho mạng nội bộ; thiết bị cài một lần theo trang /cai-chung-thu
    #[arg(
        id = "tls_self_signed",
        long = "tls-self-signed",
        conflicts_with = "tls_cert"
    )]
    own: bool,
}

/// What was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Wanted {
    /// No TLS.
    #[default]
    Nothing,
    /// These files.
    Files {
        /// The chain.
        certificate: PathBuf,
        /// The key.
        key: PathBuf,
    },
    /// The office's own authority.
    Own,
}

impl Args {
    /// The command line before the environment and `config.toml`.
    pub fn wanted(&self, settings: &Settings) -> Result<Wanted, Failure> {
        if self.own {
            return Ok(Wanted::Own);
        }
        if let (Some(certificate), Some(key)) = (&self.certificate, &self.key) {
            return Ok(Wanted::Files {
                certificate: certificate.clone(),
                key: key.clone(),
            });
        }
        settings.tls()
    }
}

impl Settings {
    /// What `tls_cert`, `tls_key` and `tls_self_signed` say.
    pub fn tls(&self) -> Result<Wanted, Failure> {
        let file = |key| self.set(key, None).map(PathBuf::from);
        let own = match self.value(&settings::TLS_SELF_SIGNED, None).trim() {
            "" | "off" | "false" | "0" => false,
            "on" | "true" | "1" => true,
            other => {
                return Err(Failure::usage(format!(
                    "tls_self_signed phải là on hoặc off, không phải «{other}»; hãy sửa lại."
                )));
            }
        };
        match (file(&settings::TLS_CERT), file(&settings::TLS_KEY), own) {
            (None, None, false) => Ok(Wanted::Nothing),
            (None, None, true) => Ok(Wanted::Own),
            (Some(certificate), Some(key), false) => Ok(Wanted::Files { certificate, key }),
            (Some(_), Some(_), true) => Err(Failure::usage(
                "Hãy chỉ đặt một trong tls_self_signed và cặp tls_cert, tls_key.",
            )),
            _ => Err(Failure::usage(
                "tls_cert và tls_key phải đi cùng nhau; hãy đặt cả hai hoặc bỏ cả hai.",
            )),
        }
    }
}

/// TLS, ready to serve.
pub(super) struct Tls {
    config: Arc<ServerConfig>,
    /// What devices install; none where the certificate came from files.
    pub authority: Option<InstalledAuthority>,
    /// Looks after the office's own certificate until the server ends.
    renewal: Option<JoinHandle<()>>,
}

impl Drop for Tls {
    fn drop(&mut self) {
        if let Some(renewal) = &self.renewal {
            renewal.abort();
        }
    }
}

impl Tls {
    /// Reads or makes what is wanted for the office in `root`, reached at `base_url`; `None` when nothing is.
    pub fn open(
        wanted: &Wanted,
        root: &Path,
        base_url: Option<&str>,
    ) -> Result<Option<Self>, Failure> {
        match wanted {
            Wanted::Nothing => Ok(None),
            Wanted::Files { certificate, key } => {
                let served = from_files(certificate, key)?;
                Ok(Some(Self {
                    config: config(served)?.0,
                    authority: None,
                    renewal: None,
                }))
            }
            Wanted::Own => Self::own(root, base_url).map(Some),
        }
    }

    fn own(root: &Path, base_url: Option<&str>) -> Result<Self, Failure> {
        let names: BTreeSet<String> = base_url
            .and_then(host_of)
            .into_iter()
            .chain(own_name())
            .collect();
        // An office whose machine has a public address is reached there, too.
        let public = Hosts {
            addresses: lan().into_iter().collect(),
            names,
        };
        let folder = root.join(KEYS);
        let office = own_name().unwrap_or_else(|| "một cửa".to_owned());
        let authority = Authority::open_or_create(&folder, &office, &public, clock::now())
            .map_err(|error| failed(&error))?;
        let first = hosts(&public.names);
        let served = authority
            .serve(&first, clock::now())
            .map_err(|error| failed(&error))?;
        let installed = InstalledAuthority {
            name: authority.name(),
            der: authority.der().map_err(|error| failed(&error))?.into(),
            pem: authority.pem().map_err(|error| failed(&error))?,
            fingerprint: authority.fingerprint().map_err(|error| failed(&error))?,
            until: authority.until(),
        };
        let key = certified(&served.chain, served.key)?;
        let (config, kept) = config(key)?;
        Ok(Self {
            config,
            authority: Some(installed),
            renewal: Some(tokio::spawn(renew(authority, public.names, kept))),
        })
    }
}

/// Signs a new certificate when the machine has other addresses or the time of the present one runs out.
async fn renew(authority: Authority, public: BTreeSet<String>, kept: Arc<Kept>) {
    let authority = Arc::new(authority);
    loop {
        tokio::time::sleep(LOOK).await;
        let (authority, public) = (authority.clone(), public.clone());
        let looked = tokio::task::spawn_blocking(move || {
            let served = authority
                .serve(&hosts(&public), clock::now())
                .map_err(|error| failed(&error))?;
            certified(&served.chain, served.key)
        });
        match looked.await {
            Ok(Ok(key)) => kept.put(key),
            Ok(Err(failure)) => tracing::warn!(?failure, "chưa làm mới được chứng thư TLS"),
            Err(_) => return,
        }
    }
}

/// What this machine is called and where it is reached now.
fn hosts(public: &BTreeSet<String>) -> Hosts {
    let mut names: BTreeSet<String> = public.iter().cloned().collect();
    names.insert("localhost".to_owned());
    names.extend(own_name().map(|name| format!("{name}.local")));
    let mut addresses: BTreeSet<IpAddr> = lan().into_iter().collect();
    addresses.insert(Ipv4Addr::LOCALHOST.into());
    addresses.insert(Ipv6Addr::LOCALHOST.into());
    Hosts { names, addresses }
}

/// The machine's name on its network, in small letters, without what is no part of a host name.
fn own_name() -> Option<String> {
    let name = gethostname::gethostname().to_string_lossy().to_lowercase();
    let name = name.split('.').next().unwrap_or_default().to_owned();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (!name.is_empty() && name.len() <= 63 && name.chars().all(plain)).then_some(name)
}

/// The host of a URL; an address is none.
fn host_of(url: &str) -> Option<String> {
    let host = url
        .split("://")
        .nth(1)?
        .split(['/', ':'])
        .next()?
        .to_lowercase();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
    let name = !host.is_empty() && host.chars().all(plain) && host.parse::<IpAddr>().is_err();
    name.then_some(host)
}

/// Addresses under which other devices reach this machine, IPv4 first.
pub(super) fn lan() -> Vec<IpAddr> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let mut addresses: Vec<IpAddr> = interfaces
        .iter()
        .map(if_addrs::Interface::ip)
        .filter(|ip| !ip.is_loopback() && !ip.is_unspecified())
        .collect();
    addresses.sort();
    addresses.dedup();
    addresses
}

fn failed(error: &TlsError) -> Failure {
    Failure::failed(format!(
        "Không dùng được chứng thư TLS của cơ quan ({error}); hãy kiểm tra thư mục keys trong thư mục dữ liệu."
    ))
}

fn from_files(certificate: &Path, key: &Path) -> Result<CertifiedKey, Failure> {
    let wrong = |path: &Path, what: &str| {
        Failure::failed(format!(
            "Tệp {} không phải {what} dạng PEM; hãy chọn tệp khác.",
            path.display()
        ))
    };
    let read = |path: &Path| std::fs::read(path).map_err(|error| Failure::at(path, "đọc", &error));
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&read(certificate)?)
        .collect::<Result<_, _>>()
        .map_err(|_| wrong(certificate, "chứng thư"))?;
    if chain.is_empty() {
        return Err(wrong(certificate, "chứng thư"));
    }
    let secret =
        PrivateKeyDer::from_pem_slice(&read(key)?).map_err(|_| wrong(key, "khóa riêng"))?;
    let signing = any_supported_type(&secret).map_err(|_| wrong(key, "khóa riêng"))?;
    let served = CertifiedKey::new(chain, signing);
    match served.keys_match() {
        Err(rustls::Error::InconsistentKeys(rustls::InconsistentKeys::KeyMismatch)) => {
            Err(Failure::failed(
                "Khóa riêng trong tls_key không thuộc về chứng thư trong tls_cert; hãy chọn đúng cặp tệp.",
            ))
        }
        _ => Ok(served),
    }
}

fn certified(chain: &[Vec<u8>], key: Vec<u8>) -> Result<CertifiedKey, Failure> {
    let chain = chain
        .iter()
        .map(|der| CertificateDer::from(der.clone()))
        .collect();
    let key = PrivateKeyDer::try_from(key).map_err(|error| machine("mở khóa TLS", error))?;
    let signing = any_supported_type(&key).map_err(|error| machine("mở khóa TLS", error))?;
    Ok(CertifiedKey::new(chain, signing))
}

fn config(served: CertifiedKey) -> Result<(Arc<ServerConfig>, Arc<Kept>), Failure> {
    let kept = Arc::new(Kept(RwLock::new(Arc::new(served))));
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| machine("mở TLS", error))?
        .with_no_client_auth()
        .with_cert_resolver(kept.clone());
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok((Arc::new(config), kept))
}

/// The certificate that is served now; a new one holds from the next handshake on.
#[derive(Debug)]
struct Kept(RwLock<Arc<CertifiedKey>>);

impl Kept {
    fn put(&self, key: CertifiedKey) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(key);
    }
}

impl ResolvesServerCert for Kept {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(
            self.0
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .clone(),
        )
    }
}

/// Connections of one kind, as they come.
pub(super) struct Sorted<S> {
    connections: mpsc::Receiver<(S, SocketAddr)>,
    address: SocketAddr,
}

impl<S> Listener for Sorted<S>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    type Io = S;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (S, SocketAddr) {
        match self.connections.recv().await {
            Some(connection) => connection,
            // The socket is closed: whoever serves is told to stop by other means.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// What comes in on one socket, by kind.
pub(super) struct BothKinds {
    /// With a handshake, which is done.
    pub secure: Sorted<TlsStream<TcpStream>>,
    /// In the clear.
    pub plain: Sorted<TcpStream>,
    /// Accepts and sorts until it is aborted.
    pub sorting: JoinHandle<()>,
}

/// Sorts what comes in on `listener`.
pub(super) fn sort(listener: TcpListener, tls: &Tls) -> io::Result<BothKinds> {
    let address = listener.local_addr()?;
    let (to_secure, secure) = mpsc::channel(WAITING);
    let (to_plain, plain) = mpsc::channel(WAITING);
    let acceptor = TlsAcceptor::from(tls.config.clone());
    let sorting = tokio::spawn(async move {
        let mut listener = listener;
        loop {
            // axum's own accept waits out a lack of file handles instead of giving up.
            let (stream, peer) = Listener::accept(&mut listener).await;
            // Small answers must not wait for the client's acknowledgement.
            drop(stream.set_nodelay(true));
            let (acceptor, to_secure, to_plain) =
                (acceptor.clone(), to_secure.clone(), to_plain.clone());
            tokio::spawn(async move {
                let sorted = tokio::time::timeout(HANDSHAKE, async {
                    let mut first = [0; 1];
                    if stream.peek(&mut first).await? == 0 {
                        return Ok(());
                    }
                    if first[0] == HANDSHAKE_RECORD {
                        let stream = acceptor.accept(stream).await?;
                        drop(to_secure.send((stream, peer)).await);
                    } else {
                        drop(to_plain.send((stream, peer)).await);
                    }
                    io::Result::Ok(())
                });
                // A device that does not trust the certificate breaks off: that is its business.
                if let Ok(Err(error)) = sorted.await {
                    tracing::debug!(%error, %peer, "bắt tay TLS không thành");
                }
            });
        }
    });
    Ok(BothKinds {
        secure: Sorted {
            connections: secure,
            address,
        },
        plain: Sorted {
            connections: plain,
            address,
        },
        sorting,
    })
}
