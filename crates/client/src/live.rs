//! The live stream of notifications: server-sent events, read by fetch so that the access token
//! travels in a header and not in an address.

use domain::notifications::wire::Unread;
use futures_util::{Stream, StreamExt, stream};

use crate::{Client, ClientResult};

impl Client {
    /// How many notifications are unread, now and whenever it changes. Ends when the connection
    /// or the session does; open it again then.
    pub async fn unread_stream(&self) -> ClientResult<impl Stream<Item = Unread> + use<>> {
        let answer = self.get("/notifications/stream").answer().await?;
        Ok(answer
            .chunks()
            .scan(Vec::new(), |buffer: &mut Vec<u8>, chunk| {
                buffer.extend(chunk);
                std::future::ready(Some(take_messages(buffer)))
            })
            .flat_map(stream::iter))
    }
}

/// Takes the whole messages out of what has arrived so far (HTML standard, "event stream").
fn take_messages(buffer: &mut Vec<u8>) -> Vec<Unread> {
    let mut found = Vec::new();
    while let Some(end) = buffer.windows(2).position(|pair| pair == b"\n\n") {
        let message: Vec<u8> = buffer.drain(..end + 2).collect();
        found.extend(
            String::from_utf8_lossy(&message)
                .lines()
                .filter_map(|line| line.strip_prefix("data: "))
                .filter_map(|data| serde_json::from_str::<Unread>(data).ok()),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_however_they_are_cut() {
        let text =
            b": keep-alive\n\ndata: {\"unread\":1}\n\nevent: unread\ndata: {\"unread\":2}\n\n";
        for cut in 1..text.len() {
            let mut buffer = Vec::new();
            let mut found = Vec::new();
            for piece in text.chunks(cut) {
                buffer.extend_from_slice(piece);
                found.extend(take_messages(&mut buffer).into_iter().map(|message| message.unread));
            }
            assert_eq!(found, [1, 2], "cut every {cut}");
        }
    }
}
