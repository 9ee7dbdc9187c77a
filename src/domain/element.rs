//! What stands on the face of a card, in its order.
//!
//! The elements are those of UU 24/2013 art. 64; their order is the card's. Separate because a record, a face,
//! a preview and the words for them must speak of the same list. Must not know a value, a file or a picture.

/// An element of the face. The names in records are those the population look-up uses; the six it lacks
/// (nationality, validity, place and date of issue, photo, signature) are this program's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Element {
    Province,
    City,
    Nik,
    Name,
    BirthPlace,
    BirthDate,
    Sex,
    Blood,
    Address,
    Rt,
    Rw,
    Village,
    District,
    Religion,
    Marital,
    Work,
    Nationality,
    ValidUntil,
    IssuePlace,
    IssueDate,
    Photo,
    Signature,
}

impl Element {
    /// Every element, in the order of the card.
    pub const ALL: [Element; 22] = [
        Element::Province,
        Element::City,
        Element::Nik,
        Element::Name,
        Element::BirthPlace,
        Element::BirthDate,
        Element::Sex,
        Element::Blood,
        Element::Address,
        Element::Rt,
        Element::Rw,
        Element::Village,
        Element::District,
        Element::Religion,
        Element::Marital,
        Element::Work,
        Element::Nationality,
        Element::ValidUntil,
        Element::IssuePlace,
        Element::IssueDate,
        Element::Photo,
        Element::Signature,
    ];

    /// The key in a record.
    pub const fn key(self) -> &'static str {
        match self {
            Element::Province => "PROP_NAME",
            Element::City => "KAB_NAME",
            Element::Nik => "NIK",
            Element::Name => "NAMA_LGKP",
            Element::BirthPlace => "TMPT_LHR",
            Element::BirthDate => "TGL_LHR",
            Element::Sex => "JENIS_KLMIN",
            Element::Blood => "GOL_DARAH",
            Element::Address => "ALAMAT",
            Element::Rt => "NO_RT",
            Element::Rw => "NO_RW",
            Element::Village => "KEL_NAME",
            Element::District => "KEC_NAME",
            Element::Religion => "AGAMA",
            Element::Marital => "STATUS_KAWIN",
            Element::Work => "JENIS_PKRJN",
            Element::Nationality => "KEWARGANEGARAAN",
            Element::ValidUntil => "BERLAKU_HINGGA",
            Element::IssuePlace => "TMPT_TERBIT",
            Element::IssueDate => "TGL_TERBIT",
            Element::Photo => "FOTO",
            Element::Signature => "TANDA_TANGAN",
        }
    }

    /// The element a record's key names.
    pub fn from_key(key: &str) -> Option<Element> {
        Element::ALL.into_iter().find(|element| element.key() == key)
    }

    /// Photo and signature: a picture beside the record.
    pub const fn is_picture(self) -> bool {
        matches!(self, Element::Photo | Element::Signature)
    }

    /// Most characters of a value; for a picture, of its file's name. The face may refuse fewer: what counts
    /// there is the room.
    pub const fn limit(self) -> usize {
        match self {
            Element::Name => super::person::NAME,
            Element::Address => super::person::ADDRESS,
            Element::Nik => 24,
            Element::BirthDate | Element::IssueDate | Element::Sex | Element::Blood => 12,
            Element::Rt | Element::Rw => 3,
            _ => 60,
        }
    }
}
