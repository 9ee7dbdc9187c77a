//! The Merkle tree: known roots, the recursive definition of the RFC, an edge kept and taken up again.

use loket::ledger::{Hash, Tree, hex, leaf};
use sha2::{Digest as _, Sha256};

/// The inputs every log of this kind is tested with (certificate-transparency, `merkletree`), as hexadecimal digits.
const INPUTS: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
/// The root over the first so many of them.
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/// MTH as RFC 9162 writes it: split at the largest power of two below the size.
fn defined(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [one] => *one,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            let mut hash = Sha256::new();
            hash.update([1]);
            hash.update(defined(left));
            hash.update(defined(right));
            hash.finalize().into()
        }
    }
}

#[test]
fn the_known_roots_come_out() {
    let mut tree = Tree::default();
    assert_eq!(hex(&tree.root()), ROOTS[0]);
    for (input, root) in INPUTS.iter().zip(&ROOTS[1..]) {
        tree.push(leaf(&crate::unhex(input)));
        assert_eq!(hex(&tree.root()), *root, "after {input:?}");
    }
}

#[test]
fn every_size_is_as_the_rfc_defines_it_and_goes_on_from_its_edge() {
    let leaves: Vec<Hash> = (0..300u32).map(|n| leaf(&n.to_be_bytes())).collect();
    let mut tree = Tree::default();
    for (n, one) in leaves.iter().enumerate() {
        let kept = Tree::kept(tree.size(), &tree.peaks()).expect("its own edge");
        assert_eq!(kept, tree);
        tree = kept;
        tree.push(*one);
        assert_eq!(tree.root(), defined(&leaves[..=n]), "{n}");
    }
    assert_eq!(tree.size(), 300);
}

#[test]
fn an_edge_of_another_size_is_refused() {
    let mut tree = Tree::default();
    (0..6u8).for_each(|n| tree.push(leaf(&[n])));
    let edge = tree.peaks();
    assert!(Tree::kept(5, &edge).is_some_and(|other| other != tree), "two peaks belong to five leaves as well");
    for (size, peaks) in [(7, &edge[..]), (8, &edge[..]), (6, &edge[..32]), (6, &edge[..63]), (6, &[][..])] {
        assert_eq!(Tree::kept(size, peaks), None, "{size}");
    }
}
