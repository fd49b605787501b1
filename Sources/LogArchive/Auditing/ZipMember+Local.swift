import TrackingLog

extension ZipMember {
    /// The maximum bytes of extra fields in the local header alone.
    ///
    /// Times, owners and lengths that do not fit take some dozens.
    private static let maximumLocalExtra = 256

    /// Reads the local header, and compares it with the central one.
    ///
    /// - Returns: the differences.
    mutating func readLocalHeader(_ file: ZipBytes) throws(ZipFault) -> [ZipFault] {
        guard start + 30 <= file.size else { throw ZipFault(.truncated, entry: name, "the local header is cut off") }
        let header = try file.read(start..<start + 30)
        guard header.holds(.local, at: 0) else {
            throw ZipFault(
                .headerMismatch, entry: name,
                "there is no local header at byte \(start.grouped), where the central directory places it")
        }
        let (nameLength, extraLength) = (header.number(26, 2), header.number(28, 2))
        let dataStart = start + 30 + nameLength + extraLength
        guard dataStart + compressedSize <= file.size else {
            throw ZipFault(.truncated, entry: name, "the data is cut off")
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
                    "the \(what) is \(local) in the local header and \(central) in the central directory"))
        }
        compare("version", header.number(4, 2), version, .headerVariation)
        // Encryption matters to readers; the deflate options and the encoding of names do not.
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
                        // Some programs write no descriptor if the header has the lengths and CRC too: nothing is in doubt.
                        isSaidInFront ? .headerVariation : .headerMismatch, entry: name,
                        "the lengths and CRC after the data differ from the central directory's"))
                return faults
            }
            // The header may have them too.
            if says == (0, 0, 0) { return faults }
        }
        compare("CRC", says.0, Int(crc))
        compare("compressed size", says.1, compressedSize)
        compare("size", says.2, size)
        return faults
    }

    /// The differences in names and extra fields.
    private mutating func compareNames(_ localName: [UInt8], _ extra: ExtraFields) -> [ZipFault] {
        var faults: [ZipFault] = []
        if localName != rawName {
            let text = Self.visible(localName)
            faults.append(ZipFault(.headerMismatch, entry: name, "the local header names the entry '\(text)'"))
        }
        otherNames += extra.unicodeNames
        if let other = otherNames.first(where: { $0 != rawName }) {
            let text = Self.visible(other)
            faults.append(ZipFault(.otherName, entry: name, "a Unicode Path field names the entry '\(text)'"))
        }
        if extra.rest > 0 || hasLooseExtra {
            faults.append(ZipFault(.extraField, entry: name, "an extra field is cut off"))
        }
        // Ours says nothing there: it only takes the room of a Zip64 field.
        if let ours = extra.only(BlockIndex.fieldID), ours.contains(where: { $0 != 0 }) {
            faults.append(ZipFault(.extraField, entry: name, "the local header's empty extra field is not empty"))
        }
        let alone = extra.all.reduce(0) { extraIDs.contains($1.id) ? $0 : $0 + $1.range.count }
        if alone > Self.maximumLocalExtra {
            faults.append(
                ZipFault(.extraField, entry: name, "the local header alone has \(alone.grouped) bytes of extra fields"))
        }
        return faults
    }

    /// The length of the descriptor after the data; nil if none there agrees with the directory.
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
