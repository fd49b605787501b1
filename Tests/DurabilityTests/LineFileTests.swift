import Durability
import Foundation
import Testing

@Suite("A file that grows a line at a time")
struct LineFileTests {
    private let path = NSTemporaryDirectory() + "lines-" + UUID().uuidString

    @Test("is made, and keeps what it holds")
    func appending() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try LineFile.append("one", to: path)
        try LineFile.append("two", to: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "one\ntwo\n")
    }

    @Test("ends a line that was left unended first")
    func unended() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "half".write(toFile: path, atomically: false, encoding: .utf8)
        try LineFile.append("whole", to: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "half\nwhole\n")
    }

    @Test("takes lines of many at once, each whole")
    func together() async throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let path = path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for number in 0..<20 {
                        try LineFile.append("\(writer) \(number) " + String(repeating: "x", count: 300), to: path)
                    }
                }
            }
            try await group.waitForAll()
        }
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 160)
        #expect(Set(lines).count == 160)
        #expect(lines.allSatisfy { $0.hasSuffix(" " + String(repeating: "x", count: 300)) })
    }

    @Test("is a plain file in a folder that is there")
    func refused() throws {
        #expect(throws: FileError.self) { try LineFile.append("x", to: "/dev/full") }
        #expect(throws: FileError.self) { try LineFile.append("x", to: "/nonexistent/file") }
        #expect(throws: FileError.self) { try LineFile.append("x", to: "/tmp") }
    }
}
