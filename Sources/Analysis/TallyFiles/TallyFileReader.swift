import Durability
import LogArchive

/// Reads the sections of a tally file one after the other.
struct TallyFileReader: ~Copyable {
    /// What the file says first.
    let head: TallyHead

    private let file: OpenFile
    private var position: Int
    private var sequence: UInt32 = 1
    private var isAtEnd = false

    /// Reads a file to its end, and goes back to its first messages.
    ///
    /// - Parameter file: the file, which can be read at any offset.
    /// - Throws: `ReadingFault` where it is no tally, damaged, incomplete or of another version. Nothing was used then.
    init(_ file: consuming OpenFile) throws(ReadingFault) {
        var position = try Self.checkBeginning(file)
        guard let first = try Self.section(at: &position, number: 0, of: file), first.kind == .head else {
            throw .damagedTally("it does not begin with its head")
        }
        let head = try TallyHead(json: try TallyColumns(first, count: 1).bytes(0))
        let start = position
        var sequence: UInt32 = 1
        while try Self.messages(at: &position, number: sequence, of: file) != nil { sequence += 1 }
        self.head = head
        self.position = start
        self.file = file
    }

    /// The next sections of messages, at most so many; none at the end.
    mutating func next(_ count: Int) throws(ReadingFault) -> [PackedSection] {
        var sections: [PackedSection] = []
        while !isAtEnd, sections.count < count {
            if let section = try Self.messages(at: &position, number: sequence, of: file) {
                sections.append(section)
                sequence += 1
            } else {
                isAtEnd = true
            }
        }
        return sections
    }

    /// The section of messages at a place, which is moved behind it; nil at the end.
    private static func messages(
        at position: inout Int, number: UInt32, of file: borrowing OpenFile
    ) throws(ReadingFault) -> PackedSection? {
        guard let section = try section(at: &position, number: number, of: file) else {
            throw .damagedTally("it ends too early, after \(number) of its sections")
        }
        switch section.kind {
        case .messages: return section
        case .head: throw .damagedTally("it has a second head")
        case .end:
            if try !bytes(at: position, 1, of: file).isEmpty { throw .damagedTally("something follows its end") }
            return nil
        }
    }

    /// Checks what the file begins with.
    ///
    /// - Returns: where its sections begin.
    private static func checkBeginning(_ file: borrowing OpenFile) throws(ReadingFault) -> Int {
        let beginning = TallyFormat.beginning
        let found = try bytes(at: 0, beginning.count + 8, of: file)
        if found.starts(with: beginning) { return beginning.count }
        guard found.starts(with: TallyFormat.mark) else {
            throw ReadingFault(
                reason: "it is no tally", remedy: "`pushtrail tally` makes tallies; logs need no option to be read")
        }
        let version = found.dropFirst(TallyFormat.mark.count).prefix { $0 != UInt8(ascii: "\n") }
        guard let number = Int(String(decoding: version, as: UTF8.self)), number > TallyFormat.version else {
            throw .damagedTally("it does not name its version")
        }
        throw ReadingFault(
            reason: "the tally is of version \(number), and this program reads version \(TallyFormat.version)",
            remedy: "read it with the program that made it, or a newer one, or make it again from its logs")
    }

    /// The section at a place, which is moved behind it; nil where the file ends there.
    private static func section(
        at position: inout Int, number: UInt32, of file: borrowing OpenFile
    ) throws(ReadingFault) -> PackedSection? {
        let bytes = try bytes(at: position, SectionHeader.size, of: file)
        if bytes.isEmpty { return nil }
        let place = "section \(number), at byte \(position)"
        guard let header = bytes.withUnsafeBytes({ SectionHeader($0) }), header.sequence == number,
            header.length <= TallyFormat.longestSection
        else { throw .damagedTally("\(place), does not begin as one") }
        let content = try self.bytes(at: position + bytes.count, Int(header.length), of: file)
        guard content.count == Int(header.length) else { throw .damagedTally("it ends in \(place)") }
        let crc = bytes.withUnsafeBytes { PackedBytes.crc(of: UnsafeRawBufferPointer(rebasing: $0[..<9])) }
        guard content.withUnsafeBytes({ PackedBytes.crc(of: $0, following: crc) }) == header.crc else {
            throw .damagedTally("the CRC-32 of \(place), does not match")
        }
        position += bytes.count + content.count
        return PackedSection(kind: header.kind, content: content, place: place)
    }

    private static func bytes(
        at position: Int, _ count: Int, of file: borrowing OpenFile
    ) throws(ReadingFault) -> [UInt8] {
        do throws(FileError) {
            return try file.bytes(at: position, upTo: count)
        } catch {
            throw ReadingFault(error)
        }
    }
}

/// A section whose CRC-32 matches, and whose columns are still packed.
struct PackedSection: Sendable {
    var kind: TallyFormat.SectionKind
    var content: [UInt8]
    /// What errors call it.
    var place: String
}
