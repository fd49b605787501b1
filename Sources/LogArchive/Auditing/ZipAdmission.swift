/// Decides what of a zip is read: one rule for every command that reads logs.
///
/// A zip is refused where readers disagree about its contents, or where its entries share bytes, since a small file can
/// then hold any amount. An entry is left out where only that entry is in doubt. What is merely untidy is read:
/// comments, bytes before, between or after the entries, names that are unsafe to unpack, headers that differ where no
/// reader looks.
struct ZipAdmission {
    /// How much a fault keeps from being read.
    enum Reach {
        case nothing
        case entry
        case zip
    }

    /// Why nothing of the zip is read; nil where it is.
    let refusal: ZipFault?
    /// Why an entry is not read, by its place in the directory.
    private let barred: [Int: ZipFault]

    init(_ structure: ZipStructure) {
        refusal = structure.faults.first { Self.reach(of: $0) == .zip }
        barred = structure.memberFaults.compactMapValues { faults in
            faults.first { Self.reach(of: $0) == .entry }
        }
    }

    /// Why an entry is not read; nil where it is.
    func refusal(ofMember index: Int) -> ZipFault? { barred[index] }

    /// How much a fault keeps from being read.
    static func reach(of fault: ZipFault) -> Reach {
        switch fault.kind {
        // The contents cannot be known, or two readers find different contents.
        case .noEndRecord, .secondEndRecord, .directory, .overlap: .zip
        // One entry is not where or what the directory says; without an entry, the fault is the directory's.
        case .truncated, .headerMismatch, .unreadable: fault.entry == nil ? .zip : .entry
        case .encrypted, .unknownMethod, .longer, .shorter, .crc, .damagedData, .truncatedData, .trailingData: .entry
        // Every reader finds the same entries with the same bytes.
        case .cutComment, .leadingBytes, .trailingBytes, .comment, .repeatedEndRecord, .directoryExtra, .extraField,
            .wrappedCount, .gap, .orphanEntry, .headerVariation, .otherName, .unsafeName, .repeatedName, .caseTwin:
            .nothing
        }
    }
}
