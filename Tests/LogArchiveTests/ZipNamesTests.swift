import Foundation
import Testing

@testable import LogArchive

@Suite("The names in a zip")
struct ZipNamesTests {
    /// The entries of a zip without data, as its directory has them.
    private func members(_ names: [String], mode: Int = 0o100644) throws -> [ZipMember] {
        try names.map { name in
            let bytes = Array(name.utf8)
            var header = [UInt8](repeating: 0, count: 46)
            header.replaceSubrange(0..<4, with: [0x50, 0x4B, 1, 2])
            (header[28], header[29]) = (UInt8(bytes.count & 0xFF), UInt8(bytes.count >> 8))
            (header[40], header[41]) = (UInt8(mode & 0xFF), UInt8(mode >> 8))
            var position = 0
            return try ZipMember(header + bytes, at: &position, base: 0)
        }
    }

    private func kinds(_ names: [String]) throws -> Set<ZipFault.Kind> {
        Set(ZipNames(try members(names)).faults.map(\.kind))
    }

    @Test(
        "that lead to one file are found, on whichever system they do",
        arguments: [
            (["a.csv", "a.csv"], [.repeatedName]),
            (["a.csv", "./a.csv"], [.repeatedName, .unsafeName]),
            (["x/a.csv", "x//a.csv"], [.repeatedName, .unsafeName]),
            (["x/a.csv", "x/./a.csv"], [.repeatedName, .unsafeName]),
            (["d", "d/a.csv"], [.repeatedName]), (["d/a.csv", "d"], [.repeatedName]),
            (["d/", "d"], [.repeatedName]), (["D/a.csv", "d"], [.repeatedName]),
            (["a.csv", "a.csv."], [.caseTwin, .unsafeName]), (["a.csv", "a.csv  "], [.caseTwin, .unsafeName]),
            (["x/a.csv", "x. ./a.csv"], [.caseTwin, .unsafeName]),
            (["a.csv", "A.CSV"], [.caseTwin]), (["x/a.csv", "X/a.csv"], [.caseTwin]),
            (["é.csv", "É.csv"], [.caseTwin]), (["é.csv", "e\u{301}.csv"], [.caseTwin]),
            (["straße.csv", "STRASSE.csv"], [.caseTwin]), (["ſ.csv", "S.csv"], [.caseTwin]),
            (["\u{212A}.csv", "k.csv"], [.caseTwin]), (["ς.csv", "Σ.csv"], [.caseTwin]),
            // Those lead to different files everywhere.
            (["a.csv", "b.csv"], []), (["d/", "d/a.csv", "d/b.csv"], []), (["x/a.csv", "a.csv"], []),
            (["x/y.csv", "xy.csv", "x.y/csv"], []), (["a\u{200D}b.csv", "ab.csv"], []),
        ] as [([String], Set<ZipFault.Kind>)])
    func twins(names: [String], expected: Set<ZipFault.Kind>) throws {
        #expect(try kinds(names) == expected)
    }

    @Test(
        "that mislead whoever reads or unpacks them are found, each by itself",
        arguments: [
            "", "/a", "\\a", "C:a", "../a", "a/../b", "a/..", "a\u{0}", "a\n", "a\u{7F}", "./a", "a/.", "a//b", "//",
            "a.",
            "a ", "a /b", "a./b", "...", "a\u{80}", "a\u{85}", "a\u{9B}31m", "a\u{202A}", "a\u{202E}vsc.exe",
            "a\u{2066}",
            "a\u{2069}", "a\u{200E}", "a\u{200F}", "a\u{61C}", "a\u{2028}", "a\u{2029}", "a\u{200B}", "a\u{2060}",
            "\u{FEFF}a",
        ])
    func unsafe(name: String) throws {
        #expect(try kinds([name]).contains(.unsafeName), "\(name.debugDescription)")
    }

    @Test(
        "that are merely unusual are not",
        arguments: ["a b", ".a", "a..b", "-rf", "été", "日本語.csv", "👩‍👩‍👧.csv", "می‌خواهم"])
    func safe(name: String) throws {
        #expect(try kinds([name]).isEmpty)
    }

    @Test(
        "of what is no file and no folder are found by its mode",
        arguments: [0o010644, 0o020644, 0o060644, 0o120777, 0o140644])
    func modes(mode: Int) throws {
        #expect(ZipNames(try members(["a.csv"], mode: mode)).faults.map(\.kind) == [.unsafeName])
        #expect(ZipNames(try members(["a/"], mode: 0o040755)).faults.isEmpty)
    }

    @Test("are shown with what cannot be seen as its number, and two that differ are never shown the same")
    func visible() {
        for (bytes, shown) in [
            (Array("a\u{202E}b".utf8), "a<U+202E>b"), (Array("\u{9B}31m".utf8), "<U+009B>31m"),
            ([0x61, 0], "a<U+0000>"), ([0x61, 0xFF, 0xFE], "a<0xFF><0xFE>"), ([0xC3], "<0xC3>"),
            (Array("é日👩‍👩‍👧".utf8), "é日👩‍👩‍👧"), ([0xE2, 0x82, 0x41], "<0xE2><0x82>A"),
        ] {
            #expect(ZipMember.visible(bytes) == shown)
        }
    }

    @Test("of thirty thousand parts each are compared by their parts, not by all that begin them")
    func deep() throws {
        let deep = String(repeating: "a/", count: 30_000)
        #expect(try kinds([deep + "x", deep + "y"]) == [])
        #expect(try kinds([deep + "x", deep + "X"]) == [.caseTwin])
    }
}
