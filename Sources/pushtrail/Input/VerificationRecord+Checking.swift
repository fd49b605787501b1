import Ledger

extension VerificationRecord.File {
    /// Throws where a file is something else.
    func checkThatItIsOne(_ path: String) throws(Failure) {
        guard isOther else { return }
        throw .couldNotRun(
            "\(path) is not a file of verifications", hint: "name the file that `verify --record` writes, or a new one")
    }
}
