import Durability
import Foundation
import Testing

@testable import LogArchive

@Suite("A zip's structure, whatever its bytes")
struct ZipStructureTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zip-\(UUID().uuidString)").path

    /// A zip as we write it.
    private func written() throws -> [UInt8] {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var writer = try LogWriter(replacing: folder + "/log.zip", entry: "log.csv")
        let rows = Array((0..<200).map { "row \($0 % 7);\($0)\n" }.joined().utf8)
        try writer.append(rows.span)
        _ = try writer.finish()
        return Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/log.zip")))
    }

    /// Reads all there is, and counts what is wrong.
    private func faults(of bytes: [UInt8]) throws -> [ZipFault] {
        let path = folder + "/tried.zip"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let file = try OpenFile(path)
        let structure = ZipStructure(file)
        var faults = structure.faults
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 10, alignment: 8)
        defer { buffer.deallocate() }
        for member in structure.members {
            do throws(ZipFault) {
                let reader = try MemberReader(member)
                while try reader.read(into: buffer, from: file) > 0 {}
            } catch {
                faults.append(error)
            }
        }
        return faults
    }

    @Test("is sound as we write it, and every change of one byte but in the name's or the version's is a fault")
    func everyByte() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bytes = try written()
        #expect(try faults(of: bytes) == [])
        var unseen: [Int] = []
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x55
            if try faults(of: changed).isEmpty { unseen.append(index) }
        }
        // Nothing says a second time by whom it was made, its attributes, how a deflated block is laid out, the ids of
        // extra fields, or the version of the index and what it says of line ends.
        #expect(unseen.count <= 19, "\(unseen)")
    }

    @Test("with a Zip64 end record is sound where the locator leads to it, counted from where the zip begins")
    func zip64() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bytes = try written()
        let end = bytes.count - 22
        let (size, start) = (bytes.number(end + 12, 4), bytes.number(end + 16, 4))
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        func kinds(_ before: String, locating place: Int) throws -> [ZipFault.Kind] {
            var zip = Array(before.utf8) + bytes[..<end]
            zip += [0x50, 0x4B, 6, 6] + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8)
            zip += little(1, 8) + little(1, 8) + little(size, 8) + little(start, 8)
            zip += [0x50, 0x4B, 6, 7] + little(0, 4) + little(place, 8) + little(1, 4)
            return try faults(of: zip + bytes[end...]).map(\.kind)
        }
        #expect(try kinds("", locating: end) == [])
        #expect(try kinds("", locating: start) == [.secondEndRecord])
        #expect(try kinds("before", locating: end) == [.leadingBytes])
        #expect(try kinds("before", locating: end + 6) == [.leadingBytes, .secondEndRecord])
    }

    @Test("with entries that share bytes is a fault, and of those no more than one is inflated")
    func overlap() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var bytes = try written()
        // The directory lists the same entry again, by another name.
        let end = bytes.count - 22
        let (size, start) = (bytes.number(end + 12, 4), bytes.number(end + 16, 4))
        var twin = Array(bytes[start..<start + size])
        twin[46] ^= 0x20
        bytes.insert(contentsOf: twin, at: end)
        (bytes[end + size + 8], bytes[end + size + 10]) = (2, 2)
        for index in 0..<4 { bytes[end + size + 12 + index] = UInt8(truncatingIfNeeded: 2 * size >> (8 * index)) }
        let path = folder + "/twin.zip"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let file = try OpenFile(path)
        let structure = ZipStructure(file)
        #expect(structure.members.count == 2)
        #expect(structure.faults.contains { $0.kind == .overlap })
        _ = try MemberReader(structure.members[0])
        let error = #expect(throws: ZipFault.self) { _ = try MemberReader(structure.members[1]) }
        #expect(error?.kind == .overlap)
    }

    @Test("never leads beyond the file, whatever numbers stand in it")
    func numbers() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bytes = try written()
        var random = SystemRandomNumberGenerator()
        for _ in 0..<1500 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let start = Int.random(in: 0..<changed.count, using: &random)
                let value = [0, 0xFF, 0x7F, 0x80, UInt8.random(in: 0...255, using: &random)].randomElement(
                    using: &random)
                for index in start..<min(changed.count, start + [1, 2, 4, 8][Int.random(in: 0..<4, using: &random)]) {
                    changed[index] = value ?? 0
                }
            }
            if Bool.random(using: &random) { changed.removeLast(Int.random(in: 0..<changed.count, using: &random)) }
            _ = try faults(of: changed)
        }
    }
}
