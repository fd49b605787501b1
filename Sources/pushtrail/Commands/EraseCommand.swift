import ArgumentParser
import Durability
import Erasing
import EventStore
import Ledger
import Presentation
import TrackingLog
import TransparencyLog

/// `pushtrail erase`: forget people in store and archive.
struct EraseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Forget a person, a device or a message in the store and in sealed nights.",
        discussion: """
            Target, device and payload of every row about them get pseudonyms that nobody can undo, and so do tracking codes of \
            messages all of whose rows are erased; time, status, description and app stay, so that reports still count the same messages, deliveries, outcomes and \
            reasons. The night's zips are written again, the salts are destroyed by which a guess could be tested, and the \
            ledger gets a signed entry: of which nights so many rows were erased, and no word of whom. `pushtrail verify` \
            still finds the root that was sealed.

            A person's rows are those that name the person as the payload's user, the target or the hwid, and those of the \
            same message that name nobody. Finished logs with such rows are removed and made again.

            A run that was stopped is simply run again; until then `verify` says that somebody is not forgotten yet. What \
            is out of reach has to be erased by hand: backups, downloaded logs, copies of the archive, tallies and caches of \
            reports. Events about them that are recorded later need another run.

            Exit codes: 0 erased, or nothing was there, or --check found nothing; 1 --check found something; 2 --check \
            found an erasure that was stopped; 3 could not run: nothing, or not everything, is erased.
            """)

    @OptionGroup var store: StoreOptions

    @Option(
        help: ArgumentHelp("Folder of the archive; needed once a night is sealed.", valueName: "dir"),
        completion: .directory)
    var archive: String?

    @Option(
        help: ArgumentHelp("Key file of the ledger; give two while replacing a key.", valueName: "file"),
        completion: .file())
    var key: [String] = []

    @OptionGroup(title: "Whom") var whom: ErasureOptions

    @Flag(name: .customLong("dry-run"), help: "Only count what would be erased. Needs no key.")
    var isDryRun = false

    @Flag(name: .customLong("check"), help: "Search everything again, and find nothing. Needs no key.")
    var isCheck = false

    @Option(
        help: ArgumentHelp(
            "Also write a receipt (JSON): when, how many rows, and the ledger's entry, with no word of whom.",
            valueName: "file"), completion: .file())
    var receipt: String?

    @Flag(help: "Print the result as JSON.")
    var json = false

    @OptionGroup var searching: SearchOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if isDryRun, isCheck { throw ValidationError("give one of --dry-run and --check") }
        if isDryRun || isCheck, receipt != nil { throw ValidationError("--receipt is of an erasure that was done") }
        if archive == nil, !key.isEmpty {
            throw ValidationError("--key signs the ledger of an archive: name it with --archive")
        }
        if archive != nil, key.isEmpty, !isDryRun, !isCheck {
            throw ValidationError("--archive needs --key: the ledger's new entry is signed")
        }
    }

    func run() throws {
        let target = try receipt.map { try OutputTarget($0) }
        let list = try whom.list(telling: shared)
        let keys = try key.map { try SigningKey(path: $0) }
        let store = try EventStore(path: store.path)
        if archive == nil, let last = try store.sealedNights().last {
            throw Failure.couldNotRun(
                "the store's nights to \(last.day) are sealed in an archive, which would keep what is erased",
                hint: "name it with --archive, and its key with --key")
        }
        let bar = ProgressBar("erase", counting: "nights", options: shared)
        defer { bar.clear() }
        var run = ErasureRun(
            of: list, from: store, archive: archive.map { (path: $0, keys: keys) }, person: whom.pointers.person,
            name: whom.pointers.name)
        run.progress = { _, done, total in bar.update(done: done, of: total, count: done) }
        // What nobody signed is no reason to say that nothing is left.
        run.usesIndexes = !searching.noIndex && !isCheck
        if isDryRun || isCheck {
            let findings = try run.search()
            bar.clear()
            try StandardOutput.write(ErasureSearchAnswer(findings, of: list.count, isCheck: isCheck), asJSON: json)
            guard isCheck else { return }
            if !findings.isEmpty { throw Failure.silent(.badNews) }
            if findings.isUnfinished { throw Failure.silent(.incomplete) }
            return
        }
        let outcome = try run.run()
        bar.clear()
        if outcome.wasStopped {
            shared.warn("an erasure had been stopped before: if it was of anybody else, run it again for them")
        }
        let answer = ErasureAnswer(outcome)
        if let target {
            var output = try Output(target)
            try JSONFormat().write(answer) { (text: String) throws(FileError) in try output.write(text) }
            try output.finish()
        }
        try StandardOutput.write(answer, asJSON: json)
    }
}
