import Foundation
import LogArchive
import Testing

@Suite("An audience")
struct AudienceReaderTests {
    private func ids(_ text: String) throws -> [String] {
        let file = FileManager.default.temporaryDirectory.appending(path: "pushtrail-audience-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        var ids: [String] = []
        try AudienceReader.read(file.path()) { ids.append($0.string(0)) }
        return ids
    }

    @Test(
        "is read, one id a line or a column of CSV",
        arguments: [
            ("U-1\nU-2\n", ["U-1", "U-2"]), ("U-1\r\n\r\n U-2 ", ["U-1", "U-2"]), ("user_id\nU-1\n", ["U-1"]),
            ("User_ID\nU-1\n", ["U-1"]), ("\u{FEFF}user_id,name\nU-1,Ann\nU-2,Bob", ["U-1", "U-2"]),
            ("name;user_id\nAnn;U-1\n\"Bob; the second\";\"U\"\"2\"\n", ["U-1", "U\"2"]),
            ("email\tid\na@b\tU-1\n", ["U-1"]), ("email,plan\na@b,gold\n", ["a@b"]),
            ("id,note\nU-1,\"two\nlines\"\nU-2,\n,none\n", ["U-1", "U-2"]),
            ("user_id;name (last, first)\nu1;X\n", ["u1"]), ("user_id;\"name, first\"\nu1;\"X, Y\"\n", ["u1"]),
            ("Customer ID\nU-1\n", ["U-1"]), ("email,Customer-ID\na@b,U-1\n", ["U-1"]),
        ])
    func read(_ text: String, _ expected: [String]) throws {
        #expect(try ids(text) == expected)
    }

    @Test(
        "says which column it was taken by",
        arguments: [
            ("U-1\nU-2\n", nil, false, 2), ("id\nU-1\n", "id", true, 1), ("email,plan\na@b,gold\n", "email", false, 1),
        ])
    func layout(_ text: String, _ column: String?, _ isUsual: Bool, _ ids: Int) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "pushtrail-audience-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        let layout = try AudienceReader.read(file.path()) { _ in }
        #expect(layout.column == column && layout.isUsual == isUsual && layout.ids == ids)
    }

    @Test("that is not text is refused", arguments: ["u\0s\0e\0r\0", "U-1\nU\0-2\n", "%PDF-1.7\n"])
    func notText(_ text: String) {
        #expect(throws: ListError.self) { try ids(text) }
    }

    @Test("that is not CSV is refused, with its line")
    func malformed() throws {
        do {
            _ = try ids("id,name\nU-1,Ann\nU-2,\"Bob\nU-3,Cleo\n")
            Issue.record("an open quote was read over")
        } catch let error as ListError {
            #expect(error.line == 3)
        }
    }

    @Test("that is not there is refused by its name")
    func missing() {
        #expect(throws: ListError.self) { try AudienceReader.read("/nonexistent/audience.txt") { _ in } }
    }
}
