import Testing
import TrackingLog

@testable import LogArchive

/// Every shape of a row that is read, and what is said of those that are not.
struct DialectTests {
    static let payload = #"{"aps":{"alert":"text","badge":0,"sound":""},"md":{"uid":11793546856},"p":"Zh"}"#
    static let quoted =
        #""{""aps"":{""alert"":""text"",""badge"":0,""sound"":""""},""md"":{""uid"":11793546856},""p"":""Zh""}""#
    static let row = [
        "2021-04-20 13:01:01", "T-1", "TARGET", "HWID", "delivered", "Success", "APP", payload,
    ]
    static let plain = #""2021-04-20 13:01:01";T-1;TARGET;HWID;delivered;Success;APP;"# + quoted + "\n"

    @Test("a row of the vendor's own dialect is read field for field")
    func vendorRow() {
        #expect(Reading(Self.plain).rows == [Self.row])
    }

    @Test(
        "other ways of writing the same row are read the same",
        arguments: [
            "//timestamp;tracking_code;target_id;hwid;status;description;appCode;payload\n" + plain,
            "timestamp;tracking_code;target_id;hwid;status;description;appCode;payload\n" + plain,
            "timestamp;tracking_code;target_id;hwid;status;description;app_code;payload\n" + plain,
            "\u{FEFF}//timestamp;tracking_code;target_id;hwid;status;description;appCode;payload\r\n" + plain,
            "\u{FEFF}" + plain,
            plain.replacing("\n", with: "\r\n"),
            plain.replacing("\n", with: ""),
            "\n\n" + plain + "\r\n\n",
            #"2021-04-20 13:01:01;T-1;TARGET;HWID;delivered;Success;APP;"# + quoted + "\n",
            #"2021-04-20T13:01:01.999Z;T-1;TARGET;HWID;delivered;Success;APP;"# + quoted + "\n",
            #"2021-04-20T15:01:01.5+02:00;"T-1";"TARGET";"HWID";"delivered";"Success";"APP";"# + quoted + "\n",
            #"2021-04-20T08:31:01-0430;T-1;TARGET;HWID;delivered;Success;APP;"# + payload + "\n",
        ])
    func sameRow(text: String) {
        #expect(Reading(text).rows == [Self.row])
        #expect(Reading(text).rejects == [])
    }

    @Test("a six-column row of the oldest logs lacks app and payload")
    func sixColumns() {
        let reading = Reading("2011-01-01T15:03:01.012345;T-8C4A;USER_111;HWID_111;created;\n")
        #expect(reading.rows == [["2011-01-01 15:03:01", "T-8C4A", "USER_111", "HWID_111", "created", "", "", ""]])
        let batch = EventBatch(rowsOf: Array("2011-01-01T15:03:01;T;U;H;created;\n".utf8))
        #expect(batch.rows.first?.missing == [.appCode, .payload])
    }

    @Test(
        "an empty target of six columns is the message's, one of eight is empty",
        arguments: [
            ("2011-01-01T15:03:01;T;;H;created;\n", [.target, .appCode, .payload]),
            ("\"2011-01-01T15:03:01\";T;\"\";H;created;\"a \"\"b\"\"\"\n", [.target, .appCode, .payload]),
            ("2011-01-01T15:03:01;T;;H;created;;;\n", []),
        ] as [(String, EventRow.Missing)])
    func emptyTarget(text: String, missing: EventRow.Missing) {
        let batch = EventBatch(rowsOf: Array(text.utf8))
        #expect(batch.rows.map(\.missing) == [missing])
    }

    @Test("a line end inside quotes belongs to the field")
    func lineEndInQuotes() {
        let reading = Reading(
            "2021-01-01 00:00:00;T;t;h;failed;\"two\nlines; \"\"quoted\"\"\r\nthree\";A;\n" + Self.plain)
        #expect(reading.rows.count == 2)
        #expect(reading.rows[0][5] == "two\nlines; \"quoted\"\r\nthree")
        #expect(reading.lines == [1, 4])
    }

    @Test(
        "PHP's undoubled quote after a backslash is read as PHP wrote it",
        arguments: [
            (#""{""alert"":""say \"hi\" now""}""#, #"{"alert":"say \"hi\" now"}"#),
            (#""{""alert"":""odd \" one""}""#, #"{"alert":"odd \" one"}"#),
            (#""{""alert"":""a\";b""}""#, #"{"alert":"a\";b"}"#),
            (#""{""alert"":""\"""}""#, #"{"alert":"\""}"#),
            (#""{""alert"":""end \\\"""}""#, #"{"alert":"end \\\""}"#),
            // RFC 4180 writers double it, and are not misread for it.
            (#""{""alert"":""say \""hi\"" now""}""#, #"{"alert":"say \"hi\" now"}"#),
            (#""{""alert"":""a\"";b""}""#, #"{"alert":"a\";b"}"#),
        ])
    func phpQuirk(written: String, meant: String) {
        let reading = Reading("\"2021-01-01 00:00:00\";T;t;h;sent;;A;\(written)\n" + Self.plain)
        #expect(reading.rows.map { $0[7] } == [meant, Self.payload])
        #expect(reading.rejects == [])
    }

    @Test("a field that ends in a backslash is read where PHP's reading of the row fails")
    func closingAfterBackslash() {
        let reading = Reading(#"2021-01-01 00:00:00;T;"C:\ dir\";h;sent;;A;"{""a"":""x \"y\"""}""# + "\n")
        #expect(reading.rows.map { [$0[2], $0[7]] } == [[#"C:\ dir\"#, #"{"a":"x \"y\""}"#]])
    }

    @Test("a payload that is other text is kept as text")
    func textPayload() {
        #expect(Reading("2021-01-01 00:00:00;T;t;h;sent;;A;plain text\n").rows.map { $0[7] } == ["plain text"])
        #expect(Reading("2021-01-01 00:00:00;T;t;h;sent;;A;\"a \"\"b\"\"\"\n").rows.map { $0[7] } == ["a \"b\""])
    }

    @Test("a payload that is other text is the same, however plain the rest of its row is")
    func textPayloadOfAnyRow() {
        for row in ["2021-01-01 00:00:00;T;t;h;sent;;A;\"a b\"", "2021-01-01 00:00:00; T;t;h;sent;;A; \"a b\""] {
            #expect(Reading(row + "\n").rows.map { $0[7] } == ["a b"])
        }
    }

    @Test("a JSON payload without quotes around it may hold separators")
    func openPayload() {
        let payload = #"{"alert":"one; two","b":["x;y"]}"#
        #expect(Reading("2021-01-01 00:00:00;T;t;h;sent;;A;\(payload)\n").rows.map { $0[7] } == [payload])
    }

    @Test(
        "a row that cannot be read is rejected by line and reason, and the others are used",
        arguments: [
            ("2021-01-01 00:00:00;T;t;h;sent;;A;p;x", "9 columns where a row has 8 (or 6)"),
            ("2021-01-01 00:00:00;T;t;h;sent;;A", "7 columns where a row has 8 (or 6)"),
            (
                "2021-13-01 00:00:00;T;t;h;sent;;A;",
                "the timestamp \"2021-13-01 00:00:00\" is not a time (YYYY-MM-DD HH:MM:SS)"
            ),
            ("2021-01-01 00:00:00;;t;h;sent;;A;", "the tracking code is empty"),
            ("2021-01-01 00:00:00;T;t;h;;;A;", "the status is empty"),
            (
                "2021-01-01 00:00:00;T;t;h;sent;\"cut o",
                "a quote inside a quoted field is not doubled, or text follows the closing quote"
            ),
            ("nonsense", "1 column where a row has 8 (or 6)"),
        ])
    func rejects(line: String, reason: String) {
        let reading = Reading(Self.plain + line + "\n" + Self.plain)
        #expect(reading.rows == [Self.row, Self.row])
        #expect(reading.rejects == ["2: \(reason)"])
    }

    @Test("a quote that is never closed costs its own line alone")
    func openQuote() {
        let later = "2021-01-01T00:00:01;T;t;h;sent;;A;\n"
        let reading = Reading("2021-01-01T00:00:00;T;t;h;sent;\"cut\n" + later + later)
        #expect(reading.rows.count == 2)
        #expect(reading.rejects == ["1: a quote is opened and never closed"])
    }

    @Test("lines that end in CR among others that end in LF are named as the cause", arguments: [plain, open])
    func mixedLineEnds(row: String) throws {
        let reading = Reading(row + row.replacing("\n", with: "\r") + row)
        #expect(reading.rows.count == 1)
        #expect(
            try #require(reading.rejects.first).hasSuffix(
                "; a carriage return (CR) in it may be the end of a row: convert the line ends to LF"))
    }

    private static let open = "2021-01-01T00:00:00;T;t;h;sent;;A;\n"

    @Test("a header that names other columns is no silent loss")
    func foreignHeader() {
        let reading = Reading("timestamp;message;hwid\n" + Self.plain)
        #expect(reading.rows.isEmpty)
        #expect(
            reading.rejects == [
                "1: another header, which does not name tracking_code, status: the rows under it cannot be read",
                "2: its header, further up, lacks a column that is needed",
            ])
    }

    @Test("headers between rows, as in logs put one after the other, are no rows")
    func laterHeader() {
        let reading = Reading(Self.plain + Column.header + "\n" + Self.plain)
        #expect(reading.rows.count == 2)
        #expect(reading.rejects == [])
    }

    @Test("NUL bytes and other control characters are kept as they are")
    func oddBytes() {
        var text = Array("2021-01-01 00:00:00;T;t;h;failed;".utf8)
        text += [0, 0x1B, 0x7F, 0xC2, 0x85, 0]
        text += Array(";A;\n".utf8)
        let batch = EventBatch(rowsOf: text)
        #expect(batch.rows.map { Array(batch.text[$0.description.offsets]) } == [[0, 0x1B, 0x7F, 0xC2, 0x85, 0]])
    }
}
