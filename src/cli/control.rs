//! The control socket: a command typed beside a running server is done by that server.
//!
//! The client sends one line of JSON, `{"argv":[…],"cwd":…,"attached":[BYTES…]}`, and the bytes of each attached file. The server answers with
//! lines: `{"out":…}`, `{"err":…}`, `{"progress":…}`, `{"file":BYTES}` or `{"piece":BYTES}` and the bytes, at last `{"exit":CODE}`. Only the
//! owner of the data directory can open the socket, and who can open it could change the files as well.

use serde::{Deserialize, Serialize};

/// Name of the socket in the data directory.
pub(super) const NAME: &str = "control.sock";

/// Largest file that a command takes along.
const LARGEST: u64 = 1 << 30;

/// What the client asks.
#[derive(Debug, Serialize, Deserialize)]
struct Request {
    argv: Vec<String>,
    cwd: String,
    attached: Vec<u64>,
}

/// What the server says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Out(String),
    Err(String),
    Progress(String),
    File(u64),
    Piece(u64),
    Exit(u8),
}

#[cfg(unix)]
pub(super) use unix::{ask, listen};

#[cfg(unix)]
mod unix {
    use std::ffi::OsString;
    use std::io::{self, BufRead, BufReader, Read, Write};
    use std::os::unix::net::UnixStream;
    use std::path::{Path, PathBuf};

    use tokio::net::UnixListener;
    use tokio::runtime::Handle;

    use super::super::data_dir::{self, Holder};
    use super::super::desk::{Desk, Out};
    use super::super::failure::{Failure, machine};
    use super::super::{Command, read};
    use super::{LARGEST, NAME, Request, Said};
    use crate::office::Office;

    /// Longest line that either side reads.
    const LONGEST: u64 = 1 << 20;

    /// Answers commands until it is dropped.
    #[derive(Debug)]
    pub(in super::super) struct Control {
        path: PathBuf,
        task: tokio::task::JoinHandle<()>,
    }

    impl Drop for Control {
        fn drop(&mut self) {
            self.task.abort();
            drop(std::fs::remove_file(&self.path));
        }
    }

    /// Opens the socket; without it the server serves all the same.
    pub(in super::super) fn listen(data_dir: &Path, office: &Office) -> Option<Control> {
        let path = data_dir.join(NAME);
        // Left behind by a server that was killed; the lock says that it is gone.
        drop(std::fs::remove_file(&path));
        let bound = UnixListener::bind(&path).and_then(|listener| {
            data_dir::make_private(&path)?;
            Ok(listener)
        });
        let listener = bound
            .inspect_err(|error| tracing::warn!(%error, "không mở được cổng điều khiển"))
            .ok()?;
        let (dir, office) = (data_dir.to_owned(), office.clone());
        let task = tokio::spawn(async move {
            loop {
                match listener.accept().await {
                    Ok((stream, _)) => {
                        let (dir, office) = (dir.clone(), office.clone());
                        let handle = Handle::current();
                        tokio::task::spawn_blocking(move || {
                            let served = stream
                                .into_std()
                                .and_then(|stream| serve(&stream, &dir, &office, &handle));
                            if let Err(error) = served {
                                tracing::warn!(%error, "lệnh điều khiển bị ngắt");
                            }
                        });
                    }
                    Err(error) => {
                        tracing::warn!(%error, "cổng điều khiển");
                        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                    }
                }
            }
        });
        Some(Control { path, task })
    }

    fn serve(stream: &UnixStream, dir: &Path, office: &Office, handle: &Handle) -> io::Result<()> {
        stream.set_nonblocking(false)?;
        let mut input = BufReader::new(stream);
        let request: Request = read_line(&mut input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        let attached = request
            .attached
            .iter()
            .map(|size| read_bytes(&mut input, *size))
            .collect::<io::Result<_>>()?;
        let mut out = Wire(stream);
        let argv: Vec<OsString> = request.argv.into_iter().map(OsString::from).collect();
        let done = match read(&argv).map(|cli| cli.command) {
            Ok(Some(Command::Desk(command))) => {
                tracing::info!(command = command.name(), "lệnh qua cổng điều khiển");
                command.run(&mut Desk {
                    office,
                    dir,
                    cwd: request.cwd.into(),
                    attached,
                    handle: handle.clone(),
                    out: &mut out,
                })
            }
            // Both sides are the same program, unless the file was replaced meanwhile.
            _ => Err(Failure::failed(
                "Máy chủ đang chạy là phiên bản khác; hãy khởi động lại nó rồi thử lại.",
            )),
        };
        let code = match done {
            Ok(()) => 0,
            Err(failure) => {
                if let Some(sentence) = failure.sentence() {
                    out.wrong(sentence);
                }
                failure.code()
            }
        };
        out.say(&Said::Exit(code))
    }

    /// Lets the server that holds the directory do the command.
    pub(in super::super) fn ask(
        data_dir: &Path,
        holder: &Holder,
        argv: &[OsString],
        attached: &[Vec<u8>],
        out: &mut dyn Out,
    ) -> Result<(), Failure> {
        let stream =
            UnixStream::connect(data_dir.join(NAME)).map_err(|_| holder.refusal(data_dir))?;
        let argv = argv
            .iter()
            .map(|argument| argument.to_string_lossy().into_owned())
            .collect();
        let cwd = std::env::current_dir().unwrap_or_default();
        let request = Request {
            argv,
            cwd: cwd.to_string_lossy().into_owned(),
            attached: attached.iter().map(|bytes| bytes.len() as u64).collect(),
        };
        let broken = |error: io::Error| machine("nói chuyện với máy chủ", error);
        let mut output = &stream;
        write_line(&mut output, &request).map_err(broken)?;
        for bytes in attached {
            output.write_all(bytes).map_err(broken)?;
        }
        let mut input = BufReader::new(&stream);
        loop {
            match read_line(&mut input).map_err(broken)? {
                Some(Said::Out(text)) => out.line(&text),
                Some(Said::Err(text)) => out.wrong(&text),
                Some(Said::Progress(text)) => out.progress(&text),
                Some(Said::File(size)) => {
                    let bytes = read_bytes(&mut input, size).map_err(broken)?;
                    out.give(&bytes)?;
                }
                Some(Said::Piece(size)) => {
                    let piece = read_bytes(&mut input, size).map_err(broken)?;
                    // Who closed the pipe has read enough, and the server stops when it notices.
                    out.pour(&piece).map_err(broken)?;
                }
                Some(Said::Exit(0)) => return Ok(()),
                Some(Said::Exit(code)) => return Err(Failure::silent(code)),
                None => {
                    return Err(Failure::failed(
                        "Máy chủ dừng giữa chừng; hãy khởi động lại nó, kiểm tra kết quả rồi chạy lại lệnh.",
                    ));
                }
            }
        }
    }

    /// Words for the other end of the socket; one that hung up does not stop the work.
    struct Wire<'a>(&'a UnixStream);

    impl Wire<'_> {
        fn say(&mut self, said: &Said) -> io::Result<()> {
            write_line(&mut self.0, said)
        }
    }

    impl Out for Wire<'_> {
        fn line(&mut self, text: &str) {
            drop(self.say(&Said::Out(text.to_owned())));
        }

        fn wrong(&mut self, text: &str) {
            drop(self.say(&Said::Err(text.to_owned())));
        }

        fn progress(&mut self, text: &str) {
            drop(self.say(&Said::Progress(text.to_owned())));
        }

        fn give(&mut self, bytes: &[u8]) -> Result<(), Failure> {
            self.say(&Said::File(bytes.len() as u64))
                .and_then(|()| self.0.write_all(bytes))
                .map_err(|error| machine("gửi kết quả", error))
        }

        fn pour(&mut self, piece: &[u8]) -> io::Result<()> {
            self.say(&Said::Piece(piece.len() as u64))?;
            self.0.write_all(piece)
        }
    }

    fn write_line(output: &mut impl Write, value: &impl serde::Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        output.write_all(&line)
    }

    fn read_line<T: serde::de::DeserializeOwned>(
        input: &mut impl BufRead,
    ) -> io::Result<Option<T>> {
        let mut line = String::new();
        if input.take(LONGEST).read_line(&mut line)? == 0 {
            return Ok(None);
        }
        Ok(Some(serde_json::from_str(&line)?))
    }

    fn read_bytes(input: &mut impl Read, size: u64) -> io::Result<Vec<u8>> {
        if size > LARGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut bytes = Vec::new();
        input.take(size).read_to_end(&mut bytes)?;
        if bytes.len() as u64 == size {
            Ok(bytes)
        } else {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    }
}

/// Windows has no such socket within reach of safe code yet: the server has to stop first.
#[cfg(not(unix))]
pub(super) fn listen(_data_dir: &std::path::Path, _office: &crate::office::Office) {}

/// Says that the server has to stop first.
#[cfg(not(unix))]
pub(super) fn ask(
    data_dir: &std::path::Path,
    holder: &super::data_dir::Holder,
    _argv: &[std::ffi::OsString],
    _attached: &[Vec<u8>],
    _out: &mut dyn super::desk::Out,
) -> Result<(), super::failure::Failure> {
    Err(holder.refusal(data_dir))
}
