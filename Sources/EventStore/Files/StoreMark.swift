import Durability

/// The identity of a store and the count of its transactions, read from the file's bytes without SQLite.
///
/// SQLite plays a write-ahead log into whatever file lies beside it. A backup copied over a store whose process was killed
/// would be mixed with the log that the process left. The mark is in one row, which every transaction changes, so that it
/// is in the log's first transaction too.
struct StoreMark: Equatable {
    /// The store's own number, in hexadecimal; a backup has another one.
    var id: [UInt8]
    /// The number of transactions that have changed the store.
    var writes: Int

    private static let word = Array("pushtrail store ".utf8)
    private static let length = word.count + 32 + 20

    /// The mark in a page of the file; nil where it has none.
    init?(page: UnsafeRawBufferPointer) {
        // A leaf of a table with a single row, at the place in the header: bytes of a former row may lie elsewhere.
        guard page.count > Self.length, page[0] == 0x0D, page[3] == 0, page[4] == 1 else { return nil }
        let row = Int(page[8]) << 8 | Int(page[9])
        guard row < page.count, let found = page[row...].firstRange(of: Self.word),
            found.lowerBound + Self.length <= page.count
        else { return nil }
        let mark = page[found.upperBound..<(found.lowerBound + Self.length)]
        guard let writes = Int(String(decoding: mark.suffix(20), as: UTF8.self)) else { return nil }
        id = Array(mark.prefix(32))
        self.writes = writes
    }
}

extension StoreMark {
    /// Whether the write-ahead log beside a store was written for another file.
    ///
    /// A log without a mark, as older versions wrote it, counts as the file's own.
    static func isLogForeign(at path: String) -> Bool {
        guard let (page, pageSize, inLog) = firstInLog(of: path),
            let inFile = mark(in: path, onPage: page, pageSize)
        else {
            // The log begins with the transaction that gave the store its mark, or it cannot be known.
            return false
        }
        // The file holds all transactions before the log's first one.
        return inFile.id != inLog.id || inFile.writes + 1 < inLog.writes
    }

    /// A store's mark: on the page where its log has it, else on any.
    private static func mark(in path: String, onPage page: Int, _ pageSize: Int) -> StoreMark? {
        guard let file = try? OpenFile(path, links: .followed) else { return nil }
        return file.mark(of: page, pageSize) ?? file.firstMark(pageSize)
    }

    /// The first mark in a store's write-ahead log, and the page that it lies on.
    private static func firstInLog(of path: String) -> (page: Int, pageSize: Int, mark: StoreMark)? {
        guard let log = try? OpenFile(path + "-wal", links: .followed), let header = log.read(at: 0, 32),
            [0x377F_0682, 0x377F_0683].contains(bigEndian(header, 0))
        else { return nil }
        let pageSize = bigEndian(header, 8)
        guard pageSize >= 512, pageSize <= 65_536 else { return nil }
        var offset = 32
        while let frame = log.read(at: offset, 24 + pageSize) {
            // Frames of an earlier log, behind the end, have other salts.
            guard frame[8..<16] == header[16..<24] else { return nil }
            if let mark = frame.withUnsafeBytes({ StoreMark(page: UnsafeRawBufferPointer(rebasing: $0[24...])) }) {
                return (bigEndian(frame, 0), pageSize, mark)
            }
            offset += 24 + pageSize
        }
        return nil
    }

    private static func bigEndian(_ bytes: [UInt8], _ offset: Int) -> Int {
        bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }
}

extension OpenFile {
    /// So many bytes at an offset; nil where there are fewer, or they cannot be read.
    fileprivate func read(at offset: Int, _ count: Int) -> [UInt8]? {
        guard let bytes = try? bytes(at: offset, upTo: count), bytes.count == count else { return nil }
        return bytes
    }

    /// The mark on a page; pages are counted from 1.
    fileprivate func mark(of page: Int, _ pageSize: Int) -> StoreMark? {
        read(at: (page - 1) * pageSize, pageSize)?.withUnsafeBytes(StoreMark.init(page:))
    }

    /// The first mark on any page.
    fileprivate func firstMark(_ pageSize: Int) -> StoreMark? {
        var page = 1
        while let bytes = read(at: (page - 1) * pageSize, pageSize) {
            if let mark = bytes.withUnsafeBytes(StoreMark.init(page:)) { return mark }
            page += 1
        }
        return nil
    }
}
