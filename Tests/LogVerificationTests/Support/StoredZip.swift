import Foundation

/// A zip of stored entries (APPNOTE.TXT 4.3), some of them damaged.
struct StoredZip: Sendable {
    /// An entry; the last byte of a damaged one does not match its CRC.
    struct Entry: Sendable {
        var name: String
        var text: [UInt8]
        var isDamaged = false
    }

    var entries: [Entry]

    /// The zip's bytes.
    var bytes: [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let name = Array(entry.name.utf8)
            var data = entry.text
            // Version, flags, method, time and date, CRC, both lengths, length of the name, no extra fields.
            let common =
                Self.number(20, 2) + Self.number(0, 4) + Self.number(0, 2) + Self.number(0x21, 2)
                + Self.number(Int(Self.crc(data)), 4) + Self.number(data.count, 4) + Self.number(data.count, 4)
                + Self.number(name.count, 2) + Self.number(0, 2)
            directory += Self.number(0x0201_4B50, 4) + Self.number(20, 2) + common
            directory += Self.number(0, 10) + Self.number(file.count, 4) + name
            if entry.isDamaged { data[data.count - 1] ^= 1 }
            file += Self.number(0x0403_4B50, 4) + common + name + data
        }
        let count = Self.number(entries.count, 2)
        let end = Self.number(0x0605_4B50, 4) + Self.number(0, 4) + count + count
        return file + directory + end + Self.number(directory.count, 4) + Self.number(file.count, 4)
            + Self.number(0, 2)
    }

    /// Writes the zip to a file that exists during the call.
    func withFile<Result>(_ body: (String) throws -> Result) throws -> Result {
        let file = FileManager.default.temporaryDirectory.appending(path: "verification-\(UUID().uuidString).zip")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try body(file.path())
    }

    private static func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}
