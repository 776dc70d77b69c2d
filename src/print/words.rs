//! Names of agencies as a head of paper writes them.

/// An agency's name in the pieces between which a head of paper may break it: never `HÀNH / CHÍNH`, never a place name
/// away from its rank.
pub(super) fn agency(name: &str) -> Vec<String> {
    const WHOLE: [&str; 3] = ["ủy ban nhân dân", "trung tâm phục vụ", "hành chính công"];
    const RANKS: [&str; 6] = ["xã", "phường", "đặc khu", "tỉnh", "thành phố", "thị trấn"];
    let name = written_out(name);
    let words: Vec<&str> = name.split_whitespace().collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let starts = |at: usize, phrase: &str| {
        let length = phrase.split(' ').count();
        (lower[at..].len() >= length && phrase.split(' ').eq(&lower[at..at + length]))
            .then_some(length)
    };
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let rank = RANKS.iter().any(|rank| starts(at, rank).is_some());
        let length = if rank {
            // The last rank takes the rest of the name with it.
            (at + 1..words.len())
                .find(|next| RANKS.iter().any(|rank| starts(*next, rank).is_some()))
                .unwrap_or(words.len())
                - at
        } else {
            WHOLE
                .iter()
                .find_map(|phrase| starts(at, phrase))
                .unwrap_or(1)
        };
        pieces.push(words[at..at + length].join(" ").to_uppercase());
        at += length;
    }
    pieces
}

/// A statutory paper writes names out (Nghị định 30/2020/NĐ-CP): `UBND xã` is `Ủy ban nhân dân xã`.
fn written_out(name: &str) -> String {
    const SHORT: [(&str, &str); 2] = [("UBND", "Ủy ban nhân dân"), ("HĐND", "Hội đồng nhân dân")];
    name.split_whitespace()
        .map(|word| {
            SHORT
                .iter()
                .find(|(short, _)| *short == word)
                .map_or(word, |(_, long)| *long)
        })
        .collect::<Vec<_>>()
        .join(" ")
}
