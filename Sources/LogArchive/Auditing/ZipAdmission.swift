/// Which zips and entries are read: the one rule of every command that reads logs.
///
/// A zip is refused as a whole if readers disagree about its contents, or if its entries share bytes, so that a small
/// file can hold any amount. An entry is left out if only that entry is in doubt. A zip that is merely untidy is read:
/// comments, bytes before, between or after the entries, unsafe names, headers that differ in what readers ignore.
struct ZipAdmission {
    /// How much a fault keeps from being read.
    enum Reach {
        case nothing
        case entry
        case zip
    }

    /// Why the zip is not read; nil if it is.
    let refusal: ZipFault?
    /// Why an entry is not read, by its place in the directory.
    private let barred: [Int: ZipFault]

    init(_ structure: ZipStructure) {
        refusal = structure.faults.first { Self.reach(of: $0) == .zip }
        barred = structure.memberFaults.compactMapValues { faults in
            faults.first { Self.reach(of: $0) == .entry }
        }
    }

    /// Why an entry is not read; nil if it is.
    func refusal(ofMember index: Int) -> ZipFault? { barred[index] }

    /// How much a fault keeps from being read.
    static func reach(of fault: ZipFault) -> Reach {
        switch fault.kind {
        // The contents of the zip are unknown, or two readers disagree about them.
        case .noEndRecord, .secondEndRecord, .directory, .overlap: .zip
        // An entry that is not where or what the directory says; without an entry, the end records disagree.
        case .truncated, .headerMismatch, .unreadable: fault.entry == nil ? .zip : .entry
        case .encrypted, .unknownMethod, .longer, .shorter, .crc, .damagedData, .truncatedData, .trailingData: .entry
        // Every reader finds the same entries with the same bytes.
        case .cutComment, .leadingBytes, .trailingBytes, .comment, .repeatedEndRecord, .directoryExtra, .extraField,
            .wrappedCount, .gap, .orphanEntry, .headerVariation, .otherName, .unsafeName, .repeatedName, .caseTwin:
            .nothing
        }
    }
}
