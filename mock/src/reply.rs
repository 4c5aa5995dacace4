//! What goes back to a caller, and in what manner: whole, torn, dribbling, or far too long.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// What happens to a call in the end.
#[derive(Debug)]
pub(crate) struct Reply {
    /// Waited before anything goes back.
    pub(crate) delay: Duration,
    /// The answer; `None`: the connection is reset.
    pub(crate) answer: Option<Answer>,
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) body: Bytes,
    pub(crate) manner: Manner,
}

/// How a body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    Whole,
    /// The connection ends in the middle.
    Torn,
    /// In eight pieces, with a pause before each.
    Dribbling,
    /// Followed by so many bytes.
    Padded(u64),
}

/// The pause before each piece of a body that dribbles.
const PAUSE: Duration = Duration::from_millis(40);
/// Into how many pieces it falls.
const PIECES: usize = 8;
/// How much of the padding goes out at once.
const CHUNK: usize = 64 << 10;

static PADDING: [u8; CHUNK] = [b' '; CHUNK];

/// A body that is sent in its manner.
pub(crate) struct ReplyBody {
    rest: Bytes,
    whole: usize,
    manner: Manner,
    pause: Option<Pin<Box<Sleep>>>,
}

impl ReplyBody {
    pub(crate) fn new(body: Bytes, manner: Manner) -> Self {
        Self { whole: body.len(), rest: body, manner, pause: None }
    }
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let piece = match self.manner {
            Manner::Whole | Manner::Padded(_) if !self.rest.is_empty() => self.rest.len(),
            Manner::Whole => 0,
            Manner::Torn if self.rest.len() < self.whole => {
                return Poll::Ready(Some(Err(std::io::Error::other("torn on purpose"))));
            }
            Manner::Torn => self.whole / 2,
            Manner::Dribbling if self.rest.is_empty() => 0,
            Manner::Dribbling => {
                let pause = self.pause.get_or_insert_with(|| Box::pin(sleep(PAUSE)));
                std::task::ready!(pause.as_mut().poll(context));
                self.pause = None;
                self.whole.div_ceil(PIECES).min(self.rest.len())
            }
            Manner::Padded(left) => {
                let size = left.min(CHUNK as u64);
                self.manner = Manner::Padded(left - size);
                let padding = PADDING.get(..size as usize).unwrap_or_default();
                return Poll::Ready((size > 0).then(|| Ok(Frame::data(Bytes::from_static(padding)))));
            }
        };
        // A body of one byte has no middle: it is torn before its first.
        if piece == 0 {
            return Poll::Ready(match self.manner {
                Manner::Torn => Some(Err(std::io::Error::other("torn on purpose"))),
                Manner::Whole | Manner::Dribbling | Manner::Padded(_) => None,
            });
        }
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(piece)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && matches!(self.manner, Manner::Whole | Manner::Dribbling | Manner::Padded(0))
    }

    fn size_hint(&self) -> SizeHint {
        match self.manner {
            Manner::Whole | Manner::Torn | Manner::Dribbling => SizeHint::with_exact(self.rest.len() as u64),
            // Sent in chunks, so that no caller knows beforehand how much will come.
            Manner::Padded(_) => SizeHint::default(),
        }
    }
}
