package import Durability
import TrackingLog

/// The structure of a zip, read strictly from its raw bytes.
///
/// Every byte belongs to one entry, to the directory or to the end record, and both headers of an entry agree. What a
/// lenient reader would skip is a fault.
package struct ZipStructure: Sendable {
    /// The entries, in the order of the directory.
    package private(set) var members: [ZipMember] = []
    /// The faults of the zip and its headers, in the order of finding; those of names are separate.
    private(set) var structuralFaults: [ZipFault] = []
    /// The faults about one entry, by its place in the directory.
    private(set) var memberFaults: [Int: [ZipFault]] = [:]

    /// All faults: of the structure, then of the names.
    ///
    /// Each call compares the names.
    package var faults: [ZipFault] { structuralFaults + ZipNames(members).faults }

    /// Reads the structure of an open file.
    package init(_ file: borrowing OpenFile) {
        let file = ZipBytes(file)
        do throws(ZipFault) {
            let end = try ZipEndRecord(file)
            structuralFaults += end.faults
            try readDirectory(end, file)
            try checkPlaces(end, file)
            try checkEnds(end, file)
        } catch {
            structuralFaults.append(error)
        }
    }

    private mutating func readDirectory(_ end: ZipEndRecord, _ file: ZipBytes) throws(ZipFault) {
        let directory = try file.read(end.directory)
        var position = 0
        // With more entries than it can count, the end record has the remainder (Info-ZIP).
        while members.count < end.entries || directory.holds(.central, at: position) {
            var member = try ZipMember(directory, at: &position, base: end.base)
            do throws(ZipFault) {
                note(try member.readLocalHeader(file))
            } catch {
                var fault = error
                fault.entry = member.name
                note([fault])
            }
            if member.commentLength > 0 { note([ZipFault(.comment, entry: member.name, "the entry has a comment")]) }
            if let fault = member.indexFault { note([fault]) }
            if member.isEncrypted { note([.encrypted(member)]) }
            members.append(member)
        }
        if members.count > end.entries {
            let isWrapped = end.entries <= 0xFFFF && members.count & 0xFFFF == end.entries
            structuralFaults.append(
                ZipFault(
                    isWrapped ? .wrappedCount : .directory,
                    "the central directory has \(members.count.grouped) entries, the end record says \(end.entries.grouped)"
                ))
        }
        if position < directory.count {
            structuralFaults.append(
                ZipFault(
                    directory.holds(.digitalSignature, at: position) ? .directoryExtra : .directory,
                    "\((directory.count - position).counting("byte")) in the central directory outside any entry"))
        }
    }

    /// Adds faults of the entry being read.
    private mutating func note(_ faults: [ZipFault]) {
        guard !faults.isEmpty else { return }
        structuralFaults += faults
        memberFaults[members.count, default: []] += faults
    }

    /// Checks that the entries lie one after the other, from the first byte up to the directory.
    private mutating func checkPlaces(_ end: ZipEndRecord, _ file: ZipBytes) throws(ZipFault) {
        var position = end.base
        let places = members.indices.filter { members[$0].end > 0 }
        for index in places.sorted(by: { (members[$0].start, $0) < (members[$1].start, $1) }) {
            let member = members[index]
            if member.start < position {
                members[index].isOverlapping = true
                structuralFaults.append(.overlap(member))
            } else if member.start > position {
                try addGap(position..<member.start, end, file)
            }
            position = max(position, member.end)
        }
        if position > end.directory.lowerBound {
            structuralFaults.append(ZipFault(.overlap, "the last entry reaches into the central directory"))
        } else if position < end.directory.lowerBound, members.allSatisfy({ $0.end > 0 }) {
            try addGap(position..<end.directory.lowerBound, end, file)
        }
    }

    private mutating func addGap(_ range: Range<Int>, _ end: ZipEndRecord, _ file: ZipBytes) throws(ZipFault) {
        let other = try end.other(in: range, file)
        if let other, other.kind == .secondEndRecord { structuralFaults.append(other) }
        if try file.read(range.lowerBound..<min(range.upperBound, range.lowerBound + 4)).holds(.local, at: 0) {
            structuralFaults.append(
                ZipFault(.orphanEntry, "an entry at byte \(range.lowerBound.grouped) is not in the central directory"))
        } else if let other {
            if other.kind != .secondEndRecord { structuralFaults.append(other) }
        } else if range.lowerBound == 0 {
            structuralFaults.append(ZipFault(.leadingBytes, "\(range.count.counting("byte")) before the first entry"))
        } else {
            structuralFaults.append(
                ZipFault(.gap, "\(range.count.counting("byte")) at byte \(range.lowerBound.grouped) outside any entry"))
        }
    }

    /// Looks for other end records in the places where readers may find one.
    private mutating func checkEnds(_ end: ZipEndRecord, _ file: ZipBytes) throws(ZipFault) {
        // The gaps between entries are checked already.
        for range in [0..<end.base, end.between, end.behind] where !range.isEmpty {
            if let other = try end.other(in: range, file) { structuralFaults.append(other) }
        }
        // A reader that expects the record's comment to end with the file skips ours, and may find one in the data.
        guard !end.isFinal else { return }
        let start = max(0, file.size - ZipEndRecord.reach)
        guard start < end.directory.upperBound else { return }
        let tail = start..<end.directory.upperBound
        if let other = try end.other(in: tail, file, endingWithFile: true) {
            structuralFaults.append(other)
        }
    }
}
