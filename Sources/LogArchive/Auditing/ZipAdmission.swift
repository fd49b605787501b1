/// What of a zip is read: the one rule of every command that reads logs.
///
/// A zip is refused as a whole where readers disagree about what is in it, or where its entries share bytes, by which a
/// small file can hold any amount. An entry is left out where only that entry is in doubt. What is merely untidy is
/// read: comments, bytes before, between or after the entries, names that nobody should unpack, headers that differ in
/// what no reader goes by.
struct ZipAdmission {
    /// What a fault keeps from being read.
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

    /// What a fault keeps from being read.
    static func reach(of fault: ZipFault) -> Reach {
        switch fault.kind {
        // Nobody knows what is in the zip, or two readers know different things.
        case .noEndRecord, .secondEndRecord, .directory, .overlap: .zip
        // An entry that is not where or what the directory says; of the end records, the whole directory.
        case .truncated, .headerMismatch, .unreadable: fault.entry == nil ? .zip : .entry
        case .encrypted, .unknownMethod, .longer, .shorter, .crc, .damagedData, .truncatedData, .trailingData: .entry
        // Every reader finds the same entries with the same bytes.
        case .cutComment, .leadingBytes, .trailingBytes, .comment, .repeatedEndRecord, .directoryExtra, .extraField,
            .wrappedCount, .gap, .orphanEntry, .headerVariation, .otherName, .unsafeName, .repeatedName, .caseTwin:
            .nothing
        }
    }
}
