//! What is to happen to a paper: issued, issued again, exchanged, extended, changed, ended. Titles differ in nothing else, and
//! people say it in words of their own.

use super::analysis::Syllable;

/// A set of deeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deeds(u16);

/// A deed: how titles name it, and how people ask for it; without marks, phrases of syllables.
struct Deed {
    titles: &'static [&'static str],
    asked: &'static [&'static str],
}

/// The first is what is meant when nothing is said.
const DEEDS: [Deed; 10] = [
    Deed {
        titles: &[
            "cap",
            "dang ky",
            "thanh lap",
            "cap moi",
            "lan dau",
            "cong nhan",
            "cho phep",
        ],
        asked: &["cap moi", "lan dau", "lam moi", "thanh lap", "mo"],
    },
    Deed {
        titles: &["cap lai", "dang ky lai", "lai"],
        asked: &[
            "lai", "bi mat", "lam mat", "danh mat", "that lac", "bi hong", "bi rach", "mat giay",
            "mat the", "mat so",
        ],
    },
    Deed {
        titles: &["cap doi", "doi"],
        asked: &["cap doi", "doi", "chuyen doi"],
    },
    Deed {
        titles: &["gia han", "keo dai"],
        asked: &["gia han", "het han", "keo dai", "them thoi gian"],
    },
    Deed {
        titles: &[
            "thay doi",
            "dieu chinh",
            "sua doi",
            "cai chinh",
            "dinh chinh",
            "cap nhat",
            "bo sung",
            "chinh sua",
        ],
        asked: &[
            "thay doi",
            "dieu chinh",
            "sua",
            "cai chinh",
            "dinh chinh",
            "cap nhat",
            "bo sung",
            "chinh",
            "sai",
            "them",
            "chuyen dia chi",
            "doi ten",
            "doi dia chi",
        ],
    },
    Deed {
        titles: &[
            "cham dut", "giai the", "xoa", "huy", "thu hoi", "thoi", "bai bo", "dong cua", "huy bo",
        ],
        asked: &[
            "cham dut", "giai the", "xoa", "huy", "thu hoi", "thoi", "bo", "dong cua", "nghi",
            "dep", "cat",
        ],
    },
    Deed {
        titles: &["tam ngung", "tam dung", "dinh chi", "tam dinh chi"],
        asked: &["tam ngung", "tam dung", "tam nghi", "dinh chi"],
    },
    Deed {
        titles: &["ban sao", "trich luc"],
        asked: &["ban sao", "trich luc", "sao", "photo", "xin lai"],
    },
    Deed {
        titles: &["trinh bao", "khai bao", "thong bao", "bao cao"],
        asked: &["trinh bao", "khai bao", "thong bao", "bao mat"],
    },
    Deed {
        titles: &["phuc hoi", "khoi phuc", "hoat dong tro lai"],
        asked: &["phuc hoi", "khoi phuc", "tro lai"],
    },
];

impl Deeds {
    /// What a title does.
    pub fn of_title(folded: &[&str]) -> Self {
        let mut deeds = Self(0);
        for (at, deed) in DEEDS.iter().enumerate() {
            if deed
                .titles
                .iter()
                .any(|phrase| names(folded, phrase, at == 0))
            {
                deeds.0 |= 1 << at;
            }
        }
        deeds
    }

    /// What a question asks for; the first deed when it names none.
    pub fn asked(words: &[Syllable]) -> Self {
        let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
        let mut deeds = Self(0);
        for (at, deed) in DEEDS.iter().enumerate() {
            if deed.asked.iter().any(|phrase| says(&folded, phrase)) {
                deeds.0 |= 1 << at;
            }
        }
        if deeds.0 == 0 { Self(1) } else { deeds }
    }

    /// How many of these are not among the others.
    pub fn beyond(self, others: Self) -> f32 {
        count(self.0 & !others.0)
    }

    /// How many are in both.
    pub fn shared(self, others: Self) -> f32 {
        count(self.0 & others.0)
    }
}

fn count(set: u16) -> f32 {
    f32::from(u8::try_from(set.count_ones()).unwrap_or(u8::MAX))
}

fn says(words: &[&str], phrase: &str) -> bool {
    let parts: Vec<&str> = phrase.split(' ').collect();
    words
        .windows(parts.len())
        .any(|window| window == parts.as_slice())
}

/// As [`says`]; the general deed only where no «lại» or «đổi» follows.
fn names(words: &[&str], phrase: &str, general: bool) -> bool {
    if !general {
        return says(words, phrase);
    }
    let parts: Vec<&str> = phrase.split(' ').collect();
    words
        .windows(parts.len())
        .enumerate()
        .filter(|(_, window)| *window == parts.as_slice())
        .any(|(at, _)| {
            words
                .get(at + parts.len())
                .is_none_or(|next| !["lai", "doi", "do"].contains(next))
        })
}
