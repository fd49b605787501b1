/// The end record of a zip, and where the central directory is by it (APPNOTE.TXT 4.3.14 to 4.3.16).
struct ZipEndRecord {
    var entries: Int
    /// Where the central directory stands, and where all offsets count from: not 0 where other bytes stand before the
    /// zip.
    var directory: Range<Int>
    var base: Int
    var faults: [ZipFault] = []

    /// The end record's length without a comment.
    private static let length = 22
    /// A directory of more bytes than that is not looked at: some half a million entries.
    private static let mostBytes = 64 << 20

    init(_ file: ZipBytes) throws(ZipFault) {
        let tailStart = max(0, file.size - Self.length - 65_535)
        let tail = try file.read(tailStart..<file.size)
        let last = (0...max(0, tail.count - Self.length)).last {
            tail.holds(.end, at: $0) && $0 + Self.length <= tail.count
        }
        guard let last else { throw ZipFault(.truncated, "there is no end record: the zip is cut off, or is none") }
        let comment = tail.number(last + 20, 2)
        let rest = tail.count - last - Self.length
        if rest > comment {
            faults.append(ZipFault(.trailingBytes, "\(rest - comment) bytes follow the zip's end"))
        } else if rest < comment {
            faults.append(ZipFault(.truncated, "the zip's comment is cut off"))
        }
        if comment > 0, rest >= comment {
            faults.append(ZipFault(.comment, "the zip has a comment of \(comment) bytes"))
        }
        let record = Array(tail[last..<last + Self.length])
        guard record.number(4, 2) == 0, record.number(6, 2) == 0, record.number(8, 2) == record.number(10, 2) else {
            throw ZipFault(.directory, "it is a part of a zip in several files")
        }
        var (end, count, size, offset) =
            (tailStart + last, record.number(10, 2), record.number(12, 4), record.number(16, 4))
        // Where the Zip64 end record stands by its locator, which is where most readers look for it.
        var located: Int?
        if end >= 20 {
            let locator = try file.read(end - 20..<end)
            if locator.holds(.locator64, at: 0) {
                let place = locator.number(8, 8)
                guard place >= 0, place <= end - 76 else {
                    throw ZipFault(.directory, "the Zip64 end record is nowhere")
                }
                // Where bytes were put before the zip, it stands that much later.
                let large = try file.read(end - 76..<end - 20)
                guard large.holds(.end64, at: 0), large.number(4, 8) == 44 else {
                    throw ZipFault(.directory, "the Zip64 end record does not stand before its locator")
                }
                for (small, large, most) in [
                    (count, large.number(32, 8), 0xFFFF), (size, large.number(40, 8), 0xFFFF_FFFF),
                    (offset, large.number(48, 8), 0xFFFF_FFFF),
                ] where small != most && small != large {
                    faults.append(ZipFault(.headerMismatch, "the end record says \(small), the Zip64 one \(large)"))
                }
                (count, size, offset) = (large.number(32, 8), large.number(40, 8), large.number(48, 8))
                end -= 76
                located = place
            }
        }
        let (sum, isOver) = offset.addingReportingOverflow(size)
        guard count >= 0, size >= 0, offset >= 0, !isOver, sum <= end, size <= Self.mostBytes else {
            throw ZipFault(.directory, "the central directory does not end where the end record begins")
        }
        let surplus = end - sum
        entries = count
        directory = offset..<sum
        base = 0
        defer {
            if let located, located + base != end {
                faults.append(
                    ZipFault(
                        .secondEndRecord,
                        "the Zip64 locator leads to byte \(located + base), not to the end record before it at byte \(end)"
                    ))
            }
        }
        guard surplus > 0 else { return }
        let head = try file.read(offset..<min(offset + 4, file.size))
        if count > 0, head.holds(.central, at: 0) {
            let between = try file.read(sum..<min(end, sum + Self.mostBytes))
            faults.append(
                between.contains(.end)
                    ? ZipFault(.secondEndRecord, "another end record stands before the last one")
                    : ZipFault(.gap, "\(surplus) bytes stand between the central directory and the end record"))
        } else {
            faults.append(ZipFault(.leadingBytes, "\(surplus) bytes stand before the zip"))
            directory = offset + surplus..<end
            base = surplus
        }
    }
}
