import Durability
import Testing
import TrackingLog

@testable import Presentation
@testable import pushtrail

@Suite("The shell's own words and rules")
struct ShellTests {
    @Test("where several endings hold, 3 goes before 1 before 2")
    func endings() {
        #expect(ExitStatus.done.and(.incomplete) == .incomplete)
        #expect(ExitStatus.incomplete.and(.badNews) == .badNews)
        #expect(ExitStatus.badNews.and(.incomplete) == .badNews)
        #expect(ExitStatus.couldNotRun.and(.badNews) == .couldNotRun)
        #expect(ExitStatus.badNews.and(.couldNotRun) == .couldNotRun)
    }

    @Test(
        "numbers are grouped by thousands",
        arguments: [
            (0, "0"), (999, "999"), (1000, "1,000"), (2_500_000, "2,500,000"), (-12_345, "-12,345"),
        ])
    func grouped(number: Int, text: String) {
        #expect(number.grouped == text)
    }

    @Test(
        "sizes have a unit and as many digits as matter",
        arguments: [
            (0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (76_400_000, "76 MB"), (2_000_000_000, "2 GB"),
            (5_000_000_000_000, "5 TB"),
        ])
    func sizes(count: Int, text: String) {
        #expect(count.asBytes == text)
    }

    @Test("durations read as clocks show them", arguments: [(7, "0:07"), (760, "12:40"), (3723, "1:02:03")])
    func durations(seconds: Int, text: String) {
        #expect(seconds.asDuration == text)
    }

    @Test("a failure is an error with a hint under it, coloured only where wanted")
    func failures() {
        let failure = Failure.couldNotRun("the store is locked", hint: "wait for the other run")
        #expect(failure.text(colored: false) == "error: the store is locked\nhint: wait for the other run\n")
        #expect(failure.text(colored: true).contains("\u{1B}[1;31merror:\u{1B}[0m the store is locked\n"))
        #expect(Failure.silent(.badNews).text(colored: false).isEmpty)
    }

    @Test("a closed pipe is no failure, a full disk is one with a remedy")
    func fileErrors() {
        let pipe = Failure(FileError(path: "standard output", doing: "write to", code: 32))
        #expect(pipe.status == .done && pipe.message == nil)
        let disk = Failure(FileError(path: "log.zip", doing: "write", code: 28))
        #expect(disk.status == .couldNotRun)
        #expect(disk.message == "cannot write log.zip: No space left on device")
        #expect(disk.hint == "free some space, then run the same command again")
    }
}
