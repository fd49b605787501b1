extension ZipMember {
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
        let names = try file.read(start + 30..<start + 30 + nameLength + extraLength)
        let localName = Array(names[..<nameLength])
        let dataStart = start + 30 + nameLength + extraLength
        guard dataStart + compressedSize <= file.size else {
            throw ZipFault(.truncated, entry: name, "its data are cut off")
        }
        data = dataStart..<dataStart + compressedSize
        end = data.upperBound
        var faults: [ZipFault] = []
        func compare(_ what: String, _ local: Int, _ central: Int) {
            guard local != central else { return }
            faults.append(
                ZipFault(
                    .headerMismatch, entry: name,
                    "its \(what) is \(local) in its local header and \(central) in the central directory"))
        }
        if localName != rawName {
            let text = String(decoding: localName, as: UTF8.self)
            faults.append(ZipFault(.headerMismatch, entry: name, "its local header names it '\(text)'"))
        }
        otherNames += try Self.unicodeNames(in: Array(names[nameLength...]))
        for other in otherNames where other != rawName {
            let text = String(decoding: other, as: UTF8.self)
            let fault = ZipFault(.headerMismatch, entry: name, "a Unicode Path field names it '\(text)'")
            if !faults.contains(fault) { faults.append(fault) }
        }
        compare("version", header.number(4, 2), version)
        compare("flags", header.number(6, 2), flags)
        compare("method", header.number(8, 2), method)
        compare("time", header.number(10, 4), time)
        let (localCompressed, localSize) = (header.number(18, 4), header.number(22, 4))
        let large = try Self.large(
            in: Array(names[nameLength...]), localSize == 0xFFFF_FFFF, localCompressed == 0xFFFF_FFFF)
        let local = (header.number(14, 4), large[1] ?? localCompressed, large[0] ?? localSize)
        if hasDescriptor {
            guard let length = try descriptorLength(file) else {
                faults.append(
                    ZipFault(
                        .headerMismatch, entry: name, "the lengths and CRC behind its data are not the central ones"))
                return faults
            }
            end += length
            // They may stand in front too.
            if local == (0, 0, 0) { return faults }
        }
        compare("CRC", local.0, Int(crc))
        compare("compressed size", local.1, compressedSize)
        compare("size", local.2, size)
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
