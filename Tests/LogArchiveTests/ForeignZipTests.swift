import Foundation
import Subprocess
import Testing
import TrackingLog

@testable import LogArchive

/// Zips and logs that nobody here wrote: Python's `zipfile` and PHP's `fputcsv` make them, we read them.
struct ForeignZipTests {
    /// Runs a program on a script and fails where it fails.
    static func run(_ program: String, _ arguments: [String]) async throws {
        let result = try await Subprocess.run(
            .name(program), arguments: Arguments(arguments), output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16))
        try #require(result.terminationStatus.isSuccess, "\(program): \(result.standardError)")
    }

    @Test(
        "zips by Python's zipfile are read, whatever the method",
        arguments: ["ZIP_STORED", "ZIP_DEFLATED", "ZIP_BZIP2"])
    func methods(method: String) async throws {
        let folder = try TemporaryFolder()
        let csv = try folder.file("log.csv", LogWriterTests.rows(count: 5_000))
        try await Self.run(
            "python3",
            [
                "-c",
                """
                import sys, zipfile
                with zipfile.ZipFile(sys.argv[1], 'w', zipfile.\(method)) as z:
                    z.writestr('README.txt', 'not a log')
                    z.write(sys.argv[2], 'a/first.csv')
                    z.mkdir('folder') if hasattr(z, 'mkdir') else z.writestr('folder/', '')
                    with z.open('second.CSV', 'w', force_zip64=True) as f: f.write(open(sys.argv[2], 'rb').read())
                    z.writestr('__MACOSX/a/._first.csv', b'\\0\\1\\2')
                """,
                folder.path + "/log.zip", csv,
            ])
        let (reading, summary) = try LogWriterTests.read(folder.path + "/log.zip")
        #expect(summary.failures.isEmpty)
        #expect(summary.sources.map(\.entry) == ["a/first.csv", "second.CSV"])
        #expect(reading.rows.count == 10_000)
        #expect(reading.rejects.isEmpty)
    }

    @Test("a log in a zip under a name of another kind is found by its first line")
    func otherName() async throws {
        let folder = try TemporaryFolder()
        let csv = try folder.file("log", DialectTests.plain)
        try await Self.run(
            "python3",
            [
                "-c", "import sys, zipfile; zipfile.ZipFile(sys.argv[1], 'w').write(sys.argv[2], 'log')",
                folder.path + "/log.zip", csv,
            ])
        #expect(try LogWriterTests.read(folder.path + "/log.zip").0.rows == [DialectTests.row])
    }

    @Test("logs by PHP's fputcsv are read back field for field", arguments: [#""\\""#, "''"])
    func fputcsv(escape: String) async throws {
        let folder = try TemporaryFolder()
        try await Self.run(
            "php",
            [
                "-r",
                #"""
                mt_srand(42);
                $texts = ['plain', 'two words', 'say "hi"', '"', 'a;b', "line\nend", 'back\\slash', 'C:\\dir', '\\"quoted\\"', 'é😀', '', "tab\t", '{"x"}'];
                $log = fopen($argv[1], 'w'); $truth = fopen($argv[2], 'w');
                for ($i = 0; $i < 5000; $i++) {
                  $pick = function() use ($texts) { return $texts[mt_rand(0, count($texts) - 1)]; };
                  $payload = json_encode(['aps' => ['alert' => $pick() . $pick(), 'n' => $i], 'md' => ['name' => $pick() . '|' . $pick()]], mt_rand(0, 1) ? JSON_UNESCAPED_UNICODE : 0);
                  $row = ['2021-04-20 13:01:01', "T-$i", 'U' . mt_rand(), 'H' . $i, 'failed', mt_rand(0, 3) ? 'BadDeviceToken' : 'Error: x y', 'A', $payload];
                  fputcsv($log, $row, ';', '"', \#(escape));
                  fwrite($truth, implode("\x1f", $row) . "\x1e");
                }
                """#.replacing("\\#(escape)", with: escape),
                folder.path + "/log.csv", folder.path + "/truth",
            ])
        let truth = try String(contentsOfFile: folder.path + "/truth", encoding: .utf8)
            .split(separator: "\u{1E}").map {
                $0.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
            }
        let (reading, _) = try LogWriterTests.read(folder.path + "/log.csv")
        #expect(truth.count == 5000)
        #expect(reading.rejects == [])
        #expect(reading.rows == truth)
    }

    @Test("the dialect that is written is PHP's fputcsv with an empty escape, byte for byte")
    func writtenAsPHP() async throws {
        let folder = try TemporaryFolder()
        var random = SplitMix64(state: 3)
        let letters: [String] = ["a", ";", "\"", "\\", "\n", "\r", "\t", " ", "é", "😀", ",", "'"]
        var ours: [UInt8] = []
        var fields: [[String]] = []
        for _ in 0..<4000 {
            let row = (0..<8).map { _ in
                (0..<Int(random.next() % 9)).map { _ in letters[Int(random.next() % 12)] }.joined()
            }
            fields.append(row)
            for (index, field) in row.enumerated() {
                CSVDialect.appendField(Array(field.utf8).span, to: &ours)
                ours.append(index == 7 ? .lineFeed : CSVDialect.separator)
            }
        }
        let json = try folder.file("fields.json", [UInt8](try JSONEncoder().encode(fields)))
        try await Self.run(
            "php",
            [
                "-r",
                "$f = fopen($argv[2], 'w'); foreach (json_decode(file_get_contents($argv[1])) as $r) fputcsv($f, $r, ';', '\"', '');",
                json, folder.path + "/php.csv",
            ])
        #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/php.csv"))) == ours)
    }
}
