//! What slips from the keyboard: Telex and VNI keys left in the text, one wrong letter, syllables run together.

use super::analysis::{Syllable, syllables};

/// The syllable that Telex keys (`giaays`, `ddaats`) or VNI keys (`gia6y1`) would have made; `None` when these letters
/// are no such keys.
pub fn decoded(typed: &Syllable) -> Option<Syllable> {
    let keys = &typed.folded;
    // Marks that are there already were made by the method; what is left over is a slip.
    if !typed.is_plain() || !keys.is_ascii() || !(2..=12).contains(&keys.len()) {
        return None;
    }
    let bytes = keys.as_bytes();
    if !bytes[0].is_ascii_alphabetic() {
        return None;
    }
    let made = if bytes.iter().any(u8::is_ascii_digit) {
        vni(bytes)?
    } else {
        telex(bytes)?
    };
    syllables(&made).into_iter().next()
}

/// One letter with what its keys put on it.
struct Letter {
    base: char,
    mark: Option<char>,
}

const CIRCUMFLEX: char = '\u{0302}';
const BREVE: char = '\u{0306}';
const HORN: char = '\u{031B}';
const GRAVE: char = '\u{0300}';
const ACUTE: char = '\u{0301}';
const HOOK: char = '\u{0309}';
const TILDE: char = '\u{0303}';
const DOT: char = '\u{0323}';

fn written(letters: &[Letter], tone: Option<char>) -> Option<String> {
    let mut text = String::new();
    let mut toned = false;
    for letter in letters {
        text.push(letter.base);
        text.extend(letter.mark);
        // Where the tone stands does not matter: reading puts it at the end.
        if !toned && is_vowel(letter.base) {
            text.extend(tone);
            toned = true;
        }
    }
    (toned || tone.is_none()).then_some(text)
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn telex(keys: &[u8]) -> Option<String> {
    let mut letters: Vec<Letter> = Vec::with_capacity(keys.len());
    let mut tone = None;
    let mut used = false;
    for key in keys.iter().copied().map(char::from) {
        let vowels = letters.iter().any(|letter| is_vowel(letter.base));
        let tone_key = match key {
            's' => Some(ACUTE),
            'f' => Some(GRAVE),
            'r' => Some(HOOK),
            'x' => Some(TILDE),
            'j' => Some(DOT),
            _ => None,
        };
        if let Some(mark) = tone_key.filter(|_| vowels && tone.is_none()) {
            tone = Some(mark);
            used = true;
            continue;
        }
        match key {
            'a' | 'e' | 'o' => {
                let earlier = letters
                    .iter_mut()
                    .rev()
                    .find(|letter| letter.base == key && letter.mark.is_none());
                if let Some(letter) = earlier {
                    letter.mark = Some(CIRCUMFLEX);
                    used = true;
                    continue;
                }
            }
            'd' => {
                if let [first, ..] = letters.as_mut_slice()
                    && first.base == 'd'
                {
                    first.base = 'đ';
                    used = true;
                    continue;
                }
            }
            'w' => {
                let mut marked = false;
                for letter in letters.iter_mut().rev() {
                    let mark = match letter.base {
                        'u' | 'o' => HORN,
                        'a' if !marked => BREVE,
                        _ if marked => break,
                        _ => continue,
                    };
                    letter.mark = Some(mark);
                    marked = true;
                    if mark == BREVE {
                        break;
                    }
                }
                used = true;
                if !marked {
                    letters.push(Letter {
                        base: 'u',
                        mark: Some(HORN),
                    });
                }
                continue;
            }
            _ => {}
        }
        letters.push(Letter {
            base: key,
            mark: None,
        });
    }
    used.then(|| written(&letters, tone)).flatten()
}

fn vni(keys: &[u8]) -> Option<String> {
    let mut letters: Vec<Letter> = Vec::with_capacity(keys.len());
    let mut tone = None;
    for key in keys.iter().copied().map(char::from) {
        match key {
            '1' => tone = Some(ACUTE),
            '2' => tone = Some(GRAVE),
            '3' => tone = Some(HOOK),
            '4' => tone = Some(TILDE),
            '5' => tone = Some(DOT),
            '6' => mark(&mut letters, &['a', 'e', 'o'], CIRCUMFLEX)?,
            '7' => mark(&mut letters, &['u', 'o'], HORN)?,
            '8' => mark(&mut letters, &['a'], BREVE)?,
            '9' => letters.iter_mut().find(|letter| letter.base == 'd')?.base = 'đ',
            '0' => return None,
            base => letters.push(Letter { base, mark: None }),
        }
    }
    written(&letters, tone)
}

fn mark(letters: &mut [Letter], bases: &[char], mark: char) -> Option<()> {
    let mut found = false;
    for letter in letters
        .iter_mut()
        .filter(|letter| bases.contains(&letter.base))
    {
        letter.mark = Some(mark);
        found = true;
    }
    found.then_some(())
}

/// One letter too many, too few, wrong, or two neighbours swapped.
pub fn is_one_slip(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 || short.is_empty() {
        return false;
    }
    let same = short
        .iter()
        .zip(long)
        .take_while(|(left, right)| left == right)
        .count();
    let (short, long) = (&short[same..], &long[same..]);
    match (short, long) {
        ([], _) => true,
        (_, [_, rest @ ..]) if short == rest => true,
        ([_, left @ ..], [_, right @ ..]) if left == right => true,
        ([first, second, left @ ..], [third, fourth, right @ ..]) => {
            first == fourth && second == third && left == right
        }
        _ => false,
    }
}

/// Sounds that are written alike in some regions: the syllable as it would be written when its sound is heard so.
pub fn sounds_alike(folded: &str) -> Vec<String> {
    const STARTS: [(&str, &str); 12] = [
        ("ch", "tr"),
        ("tr", "ch"),
        ("s", "x"),
        ("x", "s"),
        ("d", "gi"),
        ("gi", "d"),
        ("r", "gi"),
        ("r", "d"),
        ("v", "d"),
        ("n", "l"),
        ("l", "n"),
        ("d", "r"),
    ];
    const ENDS: [(&str, &str); 6] = [
        ("n", "ng"),
        ("ng", "n"),
        ("t", "c"),
        ("c", "t"),
        ("ao", "au"),
        ("au", "ao"),
    ];
    let mut heard = Vec::new();
    for (from, to) in STARTS {
        if let Some(rest) = folded.strip_prefix(from).filter(|rest| rest.len() > 1) {
            heard.push(format!("{to}{rest}"));
        }
    }
    for (from, to) in ENDS {
        if let Some(rest) = folded.strip_suffix(from).filter(|rest| rest.len() > 1) {
            heard.push(format!("{rest}{to}"));
        }
    }
    heard
}
