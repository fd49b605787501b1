import Foundation
import LogArchive
import Testing

@Suite("A list that people keep")
struct ListReaderTests {
    private let reader = ListReader(
        of: "list", hint: "a list has codes",
        columns: [ListColumn(["tracking_code", "id"]), ListColumn(["sent_at", "time"])])

    private func rows(_ bytes: some Sequence<UInt8>, _ reader: ListReader? = nil) throws -> [String] {
        let file = FileManager.default.temporaryDirectory.appending(path: "pushtrail-list-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)
        var rows: [String] = []
        try (reader ?? self.reader).read(file.path()) { rows.append("\($0.line) \($0.string(0))|\($0.string(1))") }
        return rows
    }

    @Test(
        "has its columns by their names, in any case and with any separator",
        arguments: [
            "tracking_code,sent_at", "Tracking Code,SENT-AT", "trackingCode,Sent.At", "id,time", " ID , \"Time\" ",
        ])
    func names(_ header: String) throws {
        #expect(try rows("\(header)\nA,1\n".utf8) == ["2 A|1"])
        let object = header.split(separator: ",").map { $0.trimmingCharacters(in: ["\"", " "]) }
        #expect(try rows("{\"\(object[0])\":\"A\",\"\(object[1])\":1}".utf8) == ["1 A|1"])
    }

    @Test("of two usual names takes the likelier")
    func likelier() throws {
        #expect(try rows("id,time,tracking_code\nA,1,B\n".utf8) == ["2 B|1"])
        #expect(try rows(#"{"id":"A","tracking_code":"B"}{"tracking_code":null,"id":"C"}"#.utf8) == ["1 B|", "1 C|"])
    }

    @Test("has a column by the name it was given, and no other")
    func chosen() throws {
        let reader = ListReader(
            of: "list", hint: "", columns: [ListColumn(["id"], chosen: "Push ref"), ListColumn(["time"])])
        #expect(try rows("id,push_ref\nA,B\n".utf8, reader) == ["2 B|"])
        #expect(try rows(#"{"id":"A","push_ref":null}"#.utf8, reader) == ["1 |"])
        #expect { try rows("id,ref\nA,B\n".utf8, reader) } throws: { error in
            (error as? ListError)?.reason == "it has no column “Push ref”; it has “id”, “ref”"
        }
    }

    @Test("of objects on one line is read in the time of its length, however they are cut")
    func oneLine() throws {
        let objects = (0..<60_000).map { "{\"id\":\"C\($0)\",\"more\":\"é\"}" }
        let found = try rows("[\(objects.joined(separator: ","))]".utf8)
        #expect(found.count == objects.count && found.last == "1 C59999|")
    }

    @Test("with a record that is never closed is an error at its end, or at 64 MiB")
    func neverClosed() throws {
        for (text, reason) in [
            (
                "[{\"id\":1},\n{\"id\":\n" + String(repeating: "1,\n", count: 23 << 20),
                "an object is not closed within 64 MiB"
            ),
            (
                "id,time\n\"" + String(repeating: "1,\n", count: 23 << 20),
                "not a CSV row: a quote is not closed, or text surrounds it"
            ),
        ] {
            #expect { try rows(text.utf8) } throws: { error in
                (error as? ListError)?.reason == reason && (error as? ListError)?.line == 2
            }
        }
    }

    @Test("may begin with the line that a spreadsheet writes before a header")
    func preamble() throws {
        #expect(try rows("sep=;\nid;time\nA;1\n".utf8) == ["3 A|1"])
    }

    @Test("that is not there has the hint of a path")
    func absent() throws {
        #expect { try reader.read("/nowhere/list.csv") { _ in } } throws: { error in
            (error as? ListError)?.hint == "check the path and the current folder"
        }
    }

    @Test("counts its lines, over quotes, empty lines and objects")
    func lines() throws {
        #expect(try rows("\n\nid,time\n\nA,\"1\n2\"\n\nB,3".utf8) == ["5 A|1\n2", "8 B|3"])
        #expect(try rows("[\n{\"id\":1,\n\"time\":2},\n\n {\"id\":3}]".utf8) == ["2 1|2", "5 3|"])
        #expect(try rows("A\n\nB\n".utf8) == ["1 A|", "3 B|"])
    }

    @Test("may be in UTF-16, with a byte order mark, or end its lines in CR")
    func encodings() throws {
        let text = "id;time\rA;1\rÄ;2\r"
        #expect(try rows(text.utf8) == ["2 A|1", "3 Ä|2"])
        let wide = Array("\u{FEFF}id\ttime\r\nA\t1\r\n".utf16)
        #expect(try rows(wide.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) == ["2 A|1"])
        #expect(try rows(wide.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }) == ["2 A|1"])
        #expect(try rows("\u{FEFF}{\"id\":\"A\"}\n".utf8) == ["1 A|"])
    }

    @Test("that has very many lines is read to its end, none lost at the borders of pieces")
    func long() throws {
        let text = "id,time\n" + (0..<200_000).map { "T-\($0),\($0 % 7)\n" }.joined()
        let rows = try rows(text.utf8)
        #expect(rows.count == 200_000)
        #expect(rows.indices.allSatisfy { rows[$0] == "\($0 + 2) T-\($0)|\($0 % 7)" })
        let array = "[" + (0..<50_000).map { "{\"id\":\($0)}" }.joined(separator: ",") + "]"
        #expect(try self.rows(array.utf8).count == 50_000)
    }

    @Test(
        "that is damaged is refused, with the line",
        arguments: [
            ("{\"id\":1}\nid\n", 2, "not a JSON object"), ("[{\"id\":1},\n{\"id\":}]", 2, "not a JSON object"),
            ("[{\"id\":1},", nil, "its array is not closed: the file was cut off"),
            ("{\"id\":1}\n{\"id\":2", 2, "an object is not closed: the file was cut off"),
            ("id,time\n\"A,1\nB,2\n", 2, "not a CSV row: a quote is not closed, or text surrounds it"),
            ("id,time\n\"A\"x,1\n", 2, "not a CSV row: a quote is not closed, or text surrounds it"),
        ] as [(String, Int?, String)])
    func damaged(_ text: String, _ line: Int?, _ reason: String) {
        #expect { try rows(text.utf8) } throws: { error in
            guard let error = error as? ListError else { return false }
            return error.line == line && error.reason == reason
        }
    }

    @Test("that is not UTF-8 is refused, with the line")
    func notUTF8() {
        #expect { try rows(Array("id\nA\n".utf8) + [0xFF, 0x0A]) } throws: { error in
            (error as? ListError)?.line == 3 && (error as? ListError)?.reason == "it is not valid UTF-8"
        }
    }
}
