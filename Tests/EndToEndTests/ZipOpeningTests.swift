import Foundation
import Testing

@Suite("A zip is opened by one rule", .enabled(if: Peer.isExpected(.python3)))
struct ZipOpeningTests {
    /// What is to become of a zip of `odd_zips.py`.
    enum Fate: String, CaseIterable {
        case sound, untidy, entry, damaged, refused
    }

    /// Where a zip is read from.
    enum Way: CaseIterable {
        case file, standardInput, folder
    }

    /// How a report's JSON begins to be of use here.
    private struct Report: Decodable {
        struct Totals: Decodable { var events: Int }
        var totals: Totals
    }

    /// The names of all zips of one fate, made in a folder.
    private func zips(_ fate: Fate, in scratch: Scratch) async throws -> [String] {
        let made = try await scratch.run(Place.python, [Place.peer("odd_zips.py"), ".", fate.rawValue])
        try #require(made.exit == 0, "\(made.errors)")
        return made.text.split(separator: "\n").map(String.init)
    }

    @Test(
        "by report, timeline, ingest and verify, from a file, standard input and a folder", arguments: Fate.allCases,
        Way.allCases)
    func commands(fate: Fate, way: Way) async throws {
        let scratch = try Scratch()
        let names = try await zips(fate, in: scratch)
        try #require(!names.isEmpty)
        // Piped in, a zip is told by its first bytes.
        for name in names {
            let zip = name + ".zip"
            if way == .standardInput, try !scratch.file(zip).starts(with: [0x50, 0x4B]) { continue }
            let place = [Way.file: zip, .standardInput: "-", .folder: name][way] ?? ""
            let input = way == .standardInput ? try scratch.file(zip) : []
            if way == .folder {
                // With a good log beside it, which is read whatever becomes of the zip.
                let made = try await scratch.run(
                    "sh",
                    ["-c", #"mkdir "$1" && mv "$1.zip" "$1" && printf '%s' "$2" > "$1/z.csv""#, "sh", name, Self.other])
                try #require(made.exit == 0, "\(made.errors)")
            }
            let others = way == .folder ? 1 : 0
            // The log of a zip within the zip is read too.
            let inside = name.hasSuffix("_inside") ? 1 : 0
            let rows =
                switch fate {
                case .sound, .untidy, .damaged: 2 + inside
                case .entry: 1
                case .refused: 0
                }
            let expected: Int32 = fate == .sound || fate == .untidy ? 0 : 3

            let report = try await scratch.pushtrail("report", "--format", "json", place, input: input)
            #expect(report.exit == expected, "\(name): \(report.errors)")
            if rows + others == 0 {
                #expect(report.output.isEmpty, "\(name)")
            } else {
                let read = try JSONDecoder().decode(Report.self, from: Data(report.output))
                #expect(read.totals.events == rows + others, "\(name): \(report.errors)")
            }
            let timeline = try await scratch.pushtrail("timeline", "--code", "B", place, input: input)
            #expect(timeline.exit == expected, "\(name): \(timeline.errors)")
            #expect(timeline.text.contains("user-1") == (rows + others > 0), "\(name): \(timeline.text)")
            let ingest = try await scratch.pushtrail("ingest", "--store", name + ".db", place, input: input)
            #expect(ingest.exit == expected, "\(name): \(ingest.errors)")
            let kept = fate == .damaged ? 1 : rows
            #expect(ingest.text == "\(kept + others) accepted, 0 duplicates, 0 rejected\n", "\(name)")
            for finished in [report, timeline, ingest] where expected == 3 {
                #expect(finished.errors.contains(fate == .refused ? "error: cannot read" : "(a.csv): "), "\(name)")
            }
            if way != .folder {
                let verify = try await scratch.pushtrail("verify", place, input: input)
                let codes: Set<Int32> = fate == .sound ? [0] : name == "encrypted" ? [3] : [1]
                #expect(codes.contains(verify.exit), "\(name): \(verify.text)")
            }
        }
    }

    private static let other = "\"2026-11-20 11:00:00\";B;user-1;8a5f1f533537ab34;created;;C90C0-0E786;\n"

    @Test("with a hundred thousand entries, or 65,000 faulty ones, by work that grows with their number")
    func many() async throws {
        let scratch = try Scratch()
        let script = """
            import sys; sys.argv = ['', '.']; exec(open('\(Place.peer("odd_zips.py"))').read().split('ZIPS =')[0])
            open('many.zip', 'wb').write(many(100_000))
            open('faulty.zip', 'wb').write(fifield(65_000))
            """
        let made = try await scratch.run(Place.python, ["-c", script])
        try #require(made.exit == 0, "\(made.errors)")
        let report = try await scratch.pushtrail("report", "--format", "json", "many.zip")
        #expect(report.exit == 0, "\(report.errors)")
        // Comparing each entry's fault with every other one would take hours.
        let verify = try await scratch.pushtrail("verify", "--quiet", "faulty.zip")
        #expect(verify.exit == 1)
        #expect(verify.text.contains("zip-overlap"))
    }
}
