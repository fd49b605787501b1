/// The structure of a zip, read strictly from its raw bytes: every byte is some entry's, the directory's or the end
/// record's, once, and both headers of an entry say the same. What a lenient reader would pass over is a fault.
package struct ZipStructure: Sendable {
    /// The entries, in the order of the directory.
    package private(set) var members: [ZipMember] = []
    /// All that is not as it has to be, in the order of finding.
    package private(set) var faults: [ZipFault] = []

    /// Reads the structure of an open file.
    ///
    /// - Parameters:
    ///   - descriptor: the file.
    ///   - size: its length in bytes.
    package init(descriptor: Int32, size: Int) {
        let file = ZipBytes(descriptor: descriptor, size: size)
        do throws(ZipFault) {
            let end = try ZipEndRecord(file)
            faults += end.faults
            try readDirectory(end, file)
            try checkPlaces(end, file)
        } catch {
            faults.append(error)
        }
        checkNames()
    }

    private mutating func readDirectory(_ end: ZipEndRecord, _ file: ZipBytes) throws(ZipFault) {
        let directory = try file.read(end.directory)
        var position = 0
        for _ in 0..<end.entries {
            var member = try ZipMember(directory, at: &position, base: end.base)
            do throws(ZipFault) {
                faults += try member.readLocalHeader(file)
            } catch {
                faults.append(error)
            }
            if member.commentLength > 0 {
                faults.append(ZipFault(.comment, entry: member.name, "it has a comment"))
            }
            if member.isEncrypted { faults.append(ZipFault(.encrypted, entry: member.name, "it is encrypted")) }
            members.append(member)
        }
        if position < directory.count {
            faults.append(
                ZipFault(.directory, "\(directory.count - position) bytes of the central directory are no entry"))
        }
    }

    /// The entries have to lie one after the other, from the first byte up to the directory.
    private mutating func checkPlaces(_ end: ZipEndRecord, _ file: ZipBytes) throws(ZipFault) {
        var position = end.base
        let places = members.indices.filter { members[$0].end > 0 }
        for index in places.sorted(by: { (members[$0].start, $0) < (members[$1].start, $1) }) {
            let member = members[index]
            if member.start < position {
                members[index].isOverlapping = true
                faults.append(.overlap(member))
            } else if member.start > position {
                try addGap(position..<member.start, file)
            }
            position = max(position, member.end)
        }
        if position > end.directory.lowerBound {
            faults.append(ZipFault(.overlap, "the last entry reaches into the central directory"))
        } else if position < end.directory.lowerBound, members.allSatisfy({ $0.end > 0 }) {
            try addGap(position..<end.directory.lowerBound, file)
        }
    }

    private mutating func addGap(_ range: Range<Int>, _ file: ZipBytes) throws(ZipFault) {
        let bytes = try file.read(range.lowerBound..<min(range.upperBound, range.lowerBound + 1 << 24))
        if bytes.holds(.local, at: 0) {
            faults.append(
                ZipFault(.orphanEntry, "an entry at byte \(range.lowerBound) is not in the central directory"))
        } else if bytes.contains(.end) {
            faults.append(ZipFault(.secondEndRecord, "another end record stands before byte \(range.upperBound)"))
        } else if range.lowerBound == 0 {
            faults.append(ZipFault(.leadingBytes, "\(range.count) bytes stand before the first entry"))
        } else {
            faults.append(ZipFault(.gap, "\(range.count) bytes at byte \(range.lowerBound) belong to nothing"))
        }
    }

    private mutating func checkNames() {
        var names: Set<[UInt8]> = []
        var folded: [String: String] = [:]
        for member in members {
            if let danger = member.danger { faults.append(ZipFault(.unsafeName, entry: member.name, danger)) }
            if !names.insert(member.rawName).inserted {
                faults.append(ZipFault(.repeatedName, entry: member.name, "two entries have this name"))
            } else if let twin = folded.updateValue(member.name, forKey: member.name.lowercased()) {
                faults.append(
                    ZipFault(
                        .caseTwin, entry: member.name, "another entry is named '\(twin)': on some systems the same"))
            }
        }
    }
}
