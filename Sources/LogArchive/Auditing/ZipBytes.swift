import Durability
import TrackingLog

/// The bytes of an open file, by their offset. It does not keep the file open.
///
/// Small reads come from a window: a directory of half a million entries would else cost as many system calls.
final class ZipBytes {
    private let descriptor: Int32
    let size: Int
    private var window: [UInt8] = []
    private var windowStart = 0

    /// The minimum length of a read, in bytes.
    private static let windowSize = 4096

    init(_ file: borrowing OpenFile) {
        descriptor = file.descriptor
        size = file.size
    }

    /// Reads all bytes of a range.
    ///
    /// - Throws: ``ZipFault`` if the file ends before, or cannot be read.
    func read(_ range: Range<Int>) throws(ZipFault) -> [UInt8] {
        guard range.lowerBound >= 0, range.upperBound <= size else {
            throw ZipFault(.truncated, "the file ends at byte \(size.grouped), before byte \(range.upperBound.grouped)")
        }
        guard range.count <= Self.windowSize else { return try load(range) }
        if range.lowerBound < windowStart || range.upperBound > windowStart + window.count {
            window = try load(range.lowerBound..<min(size, range.lowerBound + Self.windowSize))
            windowStart = range.lowerBound
        }
        return Array(window[range.lowerBound - windowStart..<range.upperBound - windowStart])
    }

    private func load(_ range: Range<Int>) throws(ZipFault) -> [UInt8] {
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            do throws(FileError) {
                count = try readAll(
                    from: descriptor, at: range.lowerBound, into: UnsafeMutableRawBufferPointer(buffer), named: "")
            } catch {
                failure = error
            }
        }
        if let failure { throw ZipFault(.unreadable, failure.reason) }
        guard bytes.count == range.count else {
            throw ZipFault(.unreadable, "the file became shorter while it was read")
        }
        return bytes
    }
}

/// Little-endian numbers, as zips have them.
extension [UInt8] {
    func number(_ offset: Int, _ count: Int) -> Int {
        var number: UInt64 = 0
        for index in (0..<count).reversed() { number = number << 8 | UInt64(self[offset + index]) }
        return Int(truncatingIfNeeded: number)
    }

    func holds(_ signature: ZipSignature, at offset: Int) -> Bool {
        offset >= 0 && offset + 4 <= count && number(offset, 4) == signature.rawValue
    }
}

/// The numbers at the beginning of a zip's records (APPNOTE.TXT 4.3).
enum ZipSignature: Int {
    case local = 0x0403_4B50
    case descriptor = 0x0807_4B50
    case central = 0x0201_4B50
    case end = 0x0605_4B50
    case end64 = 0x0606_4B50
    case locator64 = 0x0706_4B50
    case digitalSignature = 0x0505_4B50
}
