import Durability
import Foundation
import Testing

@Suite("An open file")
struct OpenFileTests {
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("pushtrail-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func write(_ text: String, to name: String = "file") throws -> String {
        let path = "\(folder)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test("is read at any offset, and to its end")
    func reads() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = try OpenFile(try write("0123456789"))
        let (size, middle, end) = (file.size, try file.bytes(at: 3, upTo: 4), try file.bytes(at: 8, upTo: 4))
        #expect(size == 10 && middle == Array("3456".utf8) && end == Array("89".utf8))
        #expect(try file.bytes(at: 20, upTo: 4).isEmpty)
        var all: [UInt8] = []
        try file.forEachPiece { piece throws(FileError) in piece.withUnsafeBytes { all.append(contentsOf: $0) } }
        #expect(all == Array("0123456789".utf8))
    }

    @Test("that ends before a buffer is full fills none")
    func tooShort() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = try write("0123")
        let file = try OpenFile(path)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4, alignment: 1)
        defer { buffer.deallocate() }
        try file.fill(buffer, from: 0)
        let error = #expect(throws: FileError.self) { try file.fill(buffer, from: 1) }
        #expect(error?.path == path && error?.code == EIO)
    }

    @Test("is a regular file: a pipe is refused without waiting, and so is a folder")
    func otherKinds() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let pipe = folder + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        let error = #expect(throws: FileError.self) { _ = try OpenFile(pipe) }
        #expect(error?.found == .pipe && error?.description == "cannot read \(pipe): it is a pipe, not a file")
        #expect(#expect(throws: FileError.self) { _ = try OpenFile(folder) }?.found == .folder)
        #expect(#expect(throws: FileError.self) { _ = try OpenFile(folder + "/none") }?.code == ENOENT)
    }

    @Test("is not reached by a symbolic link, unless links are followed")
    func links() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let link = folder + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: try write("text"))
        let error = #expect(throws: FileError.self) { _ = try OpenFile(link) }
        #expect(error?.found == .link && error?.reason == "it is a symbolic link, not a file")
        #expect(try OpenFile(link, links: .followed).bytes(upTo: 9) == Array("text".utf8))
    }

    @Test("without a name is read as long as it is open")
    func unnamed() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func written() throws -> OpenFile {
            let file = try UnnamedFile(beside: folder + "/file")
            try file.write(Array("text".utf8).span.bytes)
            return try file.reopened()
        }
        let file = try written()
        #expect(try file.bytes(upTo: 9) == Array("text".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
}
