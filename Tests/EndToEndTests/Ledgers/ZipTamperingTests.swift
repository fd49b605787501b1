import Testing

@Suite("A sealed zip that was tampered with", .enabled(if: Peer.isExpected(.python3)))
struct ZipTamperingTests {
    /// A way of `tamper.py`, and what has to be found.
    struct Way: CustomTestStringConvertible, Sendable {
        var name: String
        /// What is found in the archive, among other things.
        var codes: [String]
        /// The finding in the zip by itself; nil if only the ledger shows the change.
        var alone: [String]?
        var exit: Int32 = 1

        var testDescription: String { name }

        init(_ name: String, _ codes: [String], alone: [String]? = nil, exit: Int32 = 1) {
            self.name = name
            self.codes = codes
            self.alone = alone
            self.exit = exit
        }

        /// A fault of structure, found in the archive and in the zip by itself.
        static func structure(_ name: String, _ code: String, exit: Int32 = 1) -> Way {
            Way(name, ["zip-changed", code], alone: [code], exit: exit)
        }
    }

    static let ways: [Way] = [
        Way("flip", ["zip-changed"], alone: []),
        Way("flip_csv", ["zip-changed", "rows-changed"]),
        // The four bytes that bring the CRC back are whatever they have to be, and no UTF-8.
        Way("crc_preserving_edit", ["zip-changed", "rows-changed"], alone: ["row-unreadable"]),
        Way("drop_row", ["csv-changed", "rows-changed", "count-wrong", "statuses-wrong"]),
        Way("double_row", ["csv-changed", "rows-changed", "count-wrong", "row-repeated"]),
        Way("reorder_rows", ["rows-changed", "rows-out-of-order"]),
        Way("break_row", ["csv-changed", "row-malformed"], alone: ["row-unreadable"]),
        Way("drop_header", ["csv-changed", "header-wrong", "count-wrong"]),
        Way("cut_last_line", ["csv-changed", "row-malformed"]),
        Way("add_formula", ["csv-changed", "formula-cells"]),
        .structure("prepend", "zip-leading-bytes"),
        .structure("append", "zip-trailing-bytes"),
        .structure("append_gzip_member", "zip-trailing-bytes"),
        .structure("insert_between", "zip-gap"),
        .structure("insert_after_directory", "zip-gap"),
        .structure("orphan_entry", "zip-orphan-entry"),
        .structure("comment", "zip-comment"),
        .structure("entry_comment", "zip-comment"),
        .structure("second_end_record", "zip-second-end-record"),
        .structure("second_directory", "zip-second-end-record"),
        .structure("double_name", "zip-name-repeated"),
        .structure("case_twin", "zip-name-case-twin"),
        Way("other_entry", ["zip-changed", "entry-unexpected"]),
        .structure("parent_name", "zip-name-unsafe"),
        .structure("absolute_name", "zip-name-unsafe"),
        .structure("backslash_name", "zip-name-unsafe"),
        .structure("nul_name", "zip-name-unsafe"),
        .structure("symlink", "zip-name-unsafe"),
        .structure("overlap", "zip-overlap"),
        .structure("bomb", "zip-longer-than-declared"),
        .structure("longer_declared", "zip-shorter-than-declared"),
        .structure("shorter_declared", "zip-longer-than-declared"),
        .structure("wrong_crc", "zip-crc-wrong"),
        .structure("headers_differ", "zip-header-mismatch"),
        .structure("headers_differ_in_name", "zip-header-mismatch"),
        .structure("headers_differ_in_size", "zip-header-mismatch"),
        .structure("wrong_index", "zip-directory-malformed"),
        .structure("unicode_path", "zip-header-mismatch"),
        .structure("unicode_path_leads_out", "zip-name-unsafe"),
        .structure("zip64_locator", "zip-second-end-record"),
        .structure("encrypted", "zip-encrypted", exit: 3),
        .structure("unknown_method", "zip-method-unknown", exit: 3),
        .structure("cut_zip", "zip-truncated"),
        .structure("cut_stream", "zip-data-truncated"),
        .structure("trailing_stream", "zip-data-trailing"),
        .structure("damage_stream", "zip-data-damaged"),
        .structure("not_a_zip", "zip-truncated"),
    ]

    @Test("is found, by name, in the archive and by itself", arguments: ways)
    func tampered(_ way: Way) async throws {
        let archive = try SampleArchive()
        let zip = SampleArchive.zip(1)
        let done = try await archive.scratch.run(Place.python, [Place.peer("tamper.py"), way.name, zip])
        #expect(done.exit == 0, "\(done.errors)")

        let verified = try await archive.verify()
        #expect(verified.exit == way.exit)
        #expect(verified.codes.isSuperset(of: way.codes), "\(verified.document.findings)")
        let paths = Set(verified.document.findings.map(\.path))
        #expect(paths == [String(zip.dropFirst("archive/".count))], "\(verified.document.findings)")

        let alone = try Verified(await archive.scratch.pushtrail("verify", "--json", zip))
        switch way.alone {
        case nil: #expect(alone.exit == 0, "\(alone.document.findings)")
        case []?: #expect(alone.exit == 1, "\(alone.document.findings)")
        case let codes?:
            #expect(alone.exit == way.exit)
            #expect(alone.codes.isSuperset(of: codes), "\(alone.document.findings)")
        }
        // The shell script and the Python one see the same, each as far as it looks.
        try await archive.expectOraclesReject()
    }

    @Test(
        "is distinguished from a zip that is only unusual: a folder's entry, Zip64, lengths behind the data, a name twice"
    )
    func unusual() async throws {
        let scratch = try Scratch()
        let made = try await scratch.run(Place.python, [Place.peer("unusual_zips.py")])
        #expect(made.exit == 0, "\(made.errors)")
        for name in made.text.split(separator: "\n") {
            let verified = try Verified(await scratch.pushtrail("verify", "--json", String(name)))
            #expect(verified.exit == 0, "\(name): \(verified.document.findings)")
            #expect(verified.document.rows == 1)
        }
    }
}
