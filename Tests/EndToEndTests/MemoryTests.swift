import Testing

@Suite("report --memory")
struct MemoryTests {
    private func logs() async throws -> Scratch {
        let scratch = try Scratch()
        let made = try await scratch.pushtrail(
            "simulate", "--messages", "9000", "--seed", "3", "--as-of", "2026-11-20", "--format", "zip", "-o", "log.zip"
        )
        #expect(made.exit == 0, "\(made.errors)")
        return scratch
    }

    @Test("gives the same bytes, and says under --verbose that tables were on disk")
    func sameBytes() async throws {
        let scratch = try await logs()
        let compared = try await scratch.run(
            "sh",
            [
                "-ec",
                """
                for options in "--json" "--format csv --by day,app,journey --groups 20" "--format html --since 2026-11-12"; do
                    pushtrail report $options log.zip | sed '/generated_at\\|Made by/d' >in-memory
                    pushtrail report --memory 1M --verbose $options log.zip 2>notes | sed '/generated_at\\|Made by/d' >on-disk
                    cmp in-memory on-disk
                    grep -q 'more than --memory: .* wait in a temporary file' notes
                done
                pushtrail report --memory 1g --verbose log.zip 2>&1 >/dev/null | grep -c 'more than --memory' || true
                """,
            ])
        #expect(compared.exit == 0, "\(compared.errors)")
        #expect(compared.text == "0\n")
    }

    @Test(
        "ends with an error where the disk takes nothing or no more, and shows no report",
        arguments: ["TMPDIR=missing", "ulimit -f 1;"])
    func noRoom(limit: String) async throws {
        let scratch = try await logs()
        let ended = try await scratch.run("sh", ["-c", "\(limit) pushtrail report --memory 1M log.zip"])
        #expect(ended.exit == 3)
        #expect(ended.text.isEmpty)
        #expect(ended.errors.contains("a temporary file"), "\(ended.errors)")
    }

    @Test(
        "takes sizes as people write them",
        arguments: [
            ("512K", "1M or more"), ("0", "1M or more"), ("much", "'much' is invalid"), ("99999999999T", "is invalid"),
            ("1M --conversions log.zip", "exclude each other"),
        ])
    func sizes(_ size: String, error: String) async throws {
        let ended = try await Scratch().run("sh", ["-c", "pushtrail report --memory \(size) log.zip"])
        #expect(ended.exit == 64)
        #expect(ended.errors.contains(error), "\(ended.errors)")
    }
}
