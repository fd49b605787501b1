extension ZipMember {
    /// How many bytes of extra fields the local header may have that the directory has not: times, owners, and lengths
    /// that do not fit take some dozen.
    private static let mostLocalExtra = 256

    /// Reads the local header, and holds it against the central one.
    ///
    /// - Returns: what differs.
    mutating func readLocalHeader(_ file: ZipBytes) throws(ZipFault) -> [ZipFault] {
        guard start + 30 <= file.size else { throw ZipFault(.truncated, entry: name, "its local header is cut off") }
        let header = try file.read(start..<start + 30)
        guard header.holds(.local, at: 0) else {
            throw ZipFault(.headerMismatch, entry: name, "there is no local header where the central directory says")
        }
        let (nameLength, extraLength) = (header.number(26, 2), header.number(28, 2))
        let dataStart = start + 30 + nameLength + extraLength
        guard dataStart + compressedSize <= file.size else {
            throw ZipFault(.truncated, entry: name, "its data are cut off")
        }
        let names = try file.read(start + 30..<dataStart)
        data = dataStart..<dataStart + compressedSize
        end = data.upperBound
        let extra = ExtraFields(Array(names[nameLength...]))
        var faults = compareNames(Array(names[..<nameLength]), extra)
        func compare(_ what: String, _ local: Int, _ central: Int, _ kind: ZipFault.Kind = .headerMismatch) {
            guard local != central else { return }
            faults.append(
                ZipFault(
                    kind, entry: name,
                    "its \(what) is \(local) in its local header and \(central) in the central directory"))
        }
        compare("version", header.number(4, 2), version, .headerVariation)
        // Whether the data are encrypted is no detail; how they were deflated, and by which encoding names are, is one.
        let (local, differing) = (header.number(6, 2), header.number(6, 2) ^ flags)
        compare("flag word", local, flags, differing & 0x2041 == 0 ? .headerVariation : .headerMismatch)
        compare("method", header.number(8, 2), method)
        compare("time", header.number(10, 4), time, .headerVariation)
        let (localCompressed, localSize) = (header.number(18, 4), header.number(22, 4))
        let large = extra.large(localSize == 0xFFFF_FFFF, localCompressed == 0xFFFF_FFFF)
        let says = (header.number(14, 4), large[1] ?? localCompressed, large[0] ?? localSize)
        let isSaidInFront = says == (Int(crc), compressedSize, size)
        if hasDescriptor {
            if let length = try descriptorLength(file) {
                end += length
            } else {
                faults.append(
                    ZipFault(
                        // Where the header says it too, nothing is in doubt: some write no descriptor then.
                        isSaidInFront ? .headerVariation : .headerMismatch, entry: name,
                        "the lengths and CRC behind its data are not the central ones"))
                return faults
            }
            // They may stand in front too.
            if says == (0, 0, 0) { return faults }
        }
        compare("CRC", says.0, Int(crc))
        compare("compressed size", says.1, compressedSize)
        compare("size", says.2, size)
        return faults
    }

    /// What differs in the names and the extra fields.
    private mutating func compareNames(_ localName: [UInt8], _ extra: ExtraFields) -> [ZipFault] {
        var faults: [ZipFault] = []
        if localName != rawName {
            let text = Self.visible(localName)
            faults.append(ZipFault(.headerMismatch, entry: name, "its local header names it '\(text)'"))
        }
        otherNames += extra.unicodeNames
        if let other = otherNames.first(where: { $0 != rawName }) {
            let text = Self.visible(other)
            faults.append(ZipFault(.otherName, entry: name, "a Unicode Path field names it '\(text)'"))
        }
        if extra.rest > 0 || hasLooseExtra {
            faults.append(ZipFault(.extraField, entry: name, "an extra field is cut off"))
        }
        let alone = extra.all.reduce(0) { extraIDs.contains($1.id) ? $0 : $0 + $1.range.count }
        if alone > Self.mostLocalExtra {
            faults.append(
                ZipFault(.extraField, entry: name, "its local header alone has \(alone) bytes of extra fields"))
        }
        return faults
    }

    /// How long the descriptor behind the data is; nil where what stands there does not say what the directory says.
    private func descriptorLength(_ file: ZipBytes) throws(ZipFault) -> Int? {
        for (isMarked, width) in [(true, 4), (true, 8), (false, 4), (false, 8)] {
            let mark = isMarked ? 4 : 0
            let length = mark + 4 + 2 * width
            guard data.upperBound + length <= file.size else { continue }
            let bytes = try file.read(data.upperBound..<data.upperBound + length)
            guard !isMarked || bytes.holds(.descriptor, at: 0) else { continue }
            let says = (
                bytes.number(mark, 4), bytes.number(mark + 4, width), bytes.number(mark + 4 + width, width)
            )
            if says == (Int(crc), compressedSize, size) { return length }
        }
        return nil
    }
}
