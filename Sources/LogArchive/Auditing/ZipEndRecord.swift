import TrackingLog

/// The end record of a zip, which places the central directory (APPNOTE.TXT 4.3.14 to 4.3.16).
struct ZipEndRecord {
    var entries: Int
    /// The bytes of the central directory.
    var directory: Range<Int>
    /// The byte that all offsets count from: not 0 if other bytes come before the zip.
    var base: Int
    /// The bytes between the directory and the end record, or the Zip64 one before it; usually none.
    var between: Range<Int>
    /// The bytes after the end record: a comment, or stray bytes.
    var behind: Range<Int>
    /// Whether the record and its comment end where the file ends, so that every reader finds this record.
    var isFinal: Bool
    var faults: [ZipFault] = []

    /// The end record's length without a comment.
    static let length = 22
    /// The distance from the file's end within which readers look for an end record.
    static let reach = length + 65_535
    /// The Zip64 end record and its locator.
    static let largeLength = 76
    /// The maximum length of a directory, in bytes: some half a million entries.
    private static let maximumBytes = 64 << 20

    init(_ file: ZipBytes) throws(ZipFault) {
        let tailStart = max(0, file.size - Self.reach)
        let tail = try file.read(tailStart..<file.size)
        guard let last = (0...max(0, tail.count - Self.length)).last(where: { tail.holds(.end, at: $0) }),
            last + Self.length <= tail.count
        else {
            let head = try file.read(0..<min(4, file.size))
            throw ZipFault(
                .noEndRecord, head.holds(.local, at: 0) ? "cut off: the end of the zip is missing" : "not a zip")
        }
        let record = Array(tail[last..<last + Self.length])
        let comment = record.number(20, 2)
        let rest = tail.count - last - Self.length
        isFinal = rest == comment
        behind = tailStart + last + Self.length..<file.size
        guard record.number(4, 2) == 0, record.number(6, 2) == 0, record.number(8, 2) == record.number(10, 2) else {
            throw ZipFault(.directory, "the file is one part of a zip in several files")
        }
        var (end, count, size, offset) =
            (tailStart + last, record.number(10, 2), record.number(12, 4), record.number(16, 4))
        // Most readers look for the Zip64 end record where its locator places it.
        var located: Int?
        if let large = try ZipEndRecord.large(before: end, file) {
            for (small, large, most) in [
                (count, large.count, 0xFFFF), (size, large.size, 0xFFFF_FFFF), (offset, large.offset, 0xFFFF_FFFF),
            ] where small != most && small != large {
                faults.append(
                    ZipFault(
                        .headerMismatch, "the end record says \(small.grouped), the Zip64 end record \(large.grouped)"))
            }
            (count, size, offset, located) = (large.count, large.size, large.offset, large.located)
            end -= Self.largeLength
        }
        let (sum, isOver) = offset.addingReportingOverflow(size)
        guard count >= 0, size >= 0, offset >= 0, !isOver, sum <= end else {
            throw ZipFault(.directory, "the central directory does not end where the end record begins")
        }
        guard size <= Self.maximumBytes else {
            throw ZipFault(.directory, "the central directory is longer than \(Self.maximumBytes >> 20) MiB")
        }
        let surplus = end - sum
        entries = count
        directory = offset..<sum
        base = 0
        between = sum..<end
        noteTail(rest: rest, comment: comment)
        if surplus > 0 {
            let head = try file.read(offset..<min(offset + 4, file.size))
            let other = try file.read(offset + surplus..<min(offset + surplus + 4, file.size))
            if count > 0, head.holds(.central, at: 0) {
                faults.append(
                    other.holds(.central, at: 0)
                        ? ZipFault(
                            .secondEndRecord,
                            "there is a central directory at byte \(offset.grouped), and another before the end record")
                        : ZipFault(.gap, "\(surplus.counting("byte")) between the central directory and the end record")
                )
            } else {
                faults.append(ZipFault(.leadingBytes, "\(surplus.counting("byte")) before the zip"))
                directory = offset + surplus..<end
                base = surplus
                between = end..<end
            }
        }
        if let located, located + base != end {
            faults.append(
                ZipFault(
                    .secondEndRecord,
                    "the Zip64 locator points to byte \((located + base).grouped), not to the end record at byte \(end.grouped)"
                ))
        }
    }

    private mutating func noteTail(rest: Int, comment: Int) {
        if rest > comment {
            faults.append(ZipFault(.trailingBytes, "\((rest - comment).counting("byte")) after the zip's end"))
        } else if rest < comment {
            faults.append(ZipFault(.cutComment, "the zip's comment is cut off"))
        }
        if comment > 0, rest >= comment {
            faults.append(ZipFault(.comment, "the zip has a comment of \(comment.counting("byte"))"))
        }
    }
}

// MARK: - Zip64

extension ZipEndRecord {
    /// A Zip64 end record, and the byte at which its locator places it.
    struct Large {
        var count: Int
        var size: Int
        var offset: Int
        var located: Int
    }

    /// The Zip64 end record before an end record; nil if no locator names one.
    static func large(before end: Int, _ file: ZipBytes) throws(ZipFault) -> Large? {
        guard end >= 20 else { return nil }
        let locator = try file.read(end - 20..<end)
        guard locator.holds(.locator64, at: 0) else { return nil }
        let place = locator.number(8, 8)
        guard place >= 0, place <= end - largeLength else {
            throw ZipFault(.directory, "the Zip64 locator points out of the file")
        }
        // Bytes before the zip move it by their number.
        let large = try file.read(end - largeLength..<end - 20)
        guard large.holds(.end64, at: 0), large.number(4, 8) == 44 else {
            throw ZipFault(.directory, "the Zip64 end record is not right before its locator")
        }
        return Large(
            count: large.number(32, 8), size: large.number(40, 8), offset: large.number(48, 8), located: place)
    }
}

// MARK: - Other end records

extension ZipEndRecord {
    /// Looks for end records in bytes outside any entry.
    ///
    /// - Parameter endingWithFile: whether only records count whose comment ends with the file.
    /// - Returns: the fault of one that has a directory of its own, or else of the first; nil if there is none.
    func other(
        in range: Range<Int>, _ file: ZipBytes, endingWithFile: Bool = false
    ) throws(ZipFault) -> ZipFault? {
        let bytes = try file.read(range.lowerBound..<min(range.upperBound, range.lowerBound + 1 << 24))
        var found: ZipFault?
        var index = 0
        while let letter = bytes.span.firstOffset(of: .upperP, from: index) {
            index = letter + 1
            guard bytes.holds(.end, at: letter) else { continue }
            let place = range.lowerBound + letter
            if endingWithFile, try !isFinal(at: place, file) { continue }
            if try namesOtherDirectory(at: place, file) {
                return ZipFault(
                    .secondEndRecord, "an end record at byte \(place.grouped) names another central directory")
            }
            found = found ?? ZipFault(.repeatedEndRecord, "there is another end record at byte \(place.grouped)")
        }
        return found
    }

    private func isFinal(at place: Int, _ file: ZipBytes) throws(ZipFault) -> Bool {
        guard place + Self.length <= file.size else { return false }
        return place + Self.length + (try file.read(place + 20..<place + 22).number(0, 2)) == file.size
    }

    /// Whether an end record points to the beginning of another directory. One that points to none is useless to readers.
    private func namesOtherDirectory(at place: Int, _ file: ZipBytes) throws(ZipFault) -> Bool {
        guard place + Self.length <= file.size else { return false }
        let record = try file.read(place..<place + Self.length)
        guard record.number(4, 2) == 0, record.number(6, 2) == 0 else { return false }
        var (count, size, offset, end) = (record.number(10, 2), record.number(12, 4), record.number(16, 4), place)
        if let large = try? ZipEndRecord.large(before: place, file) {
            (count, size, offset) = (large.count, large.size, large.offset)
            end -= Self.largeLength
        }
        guard count > 0, size >= 46, size <= end, offset >= 0 else { return false }
        for start in [end - size, offset] where start != directory.lowerBound && start <= file.size - 4 {
            if try file.read(start..<start + 4).holds(.central, at: 0) { return true }
        }
        return false
    }
}
