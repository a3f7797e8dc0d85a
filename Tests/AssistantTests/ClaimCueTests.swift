import Testing

@testable import Assistant

@Suite("Claims of deeds")
struct ClaimCueTests {
    @Test(
        "claims are found",
        arguments: [
            "I've saved that for you.", "I have stored your preference.", "Saved to your vault.", "Done! I've added it to your notes.",
            "Your note has been saved.", "I’ve just emailed Anna.", "I sent the report to the team.", "I've set a reminder for 9 am.",
            "I've booked a table for two at eight.", "Okay, I have scheduled the meeting for Monday.", "I fetched the page and read it.",
            "I have searched the web and found three offers.", "I've gone ahead and cancelled your subscription.",
            "I successfully submitted the form.", "The email has been sent.", "It's been saved.",
        ])
    func claims(_ text: String) {
        #expect(!ClaimCues.deeds(in: text).isEmpty)
        #expect(ClaimCues.isUnverified(text, tools: []))
    }

    @Test(
        "talk is no claim",
        arguments: [
            "I can save that for you.", "Shall I send it?", "Have I saved it?", "If I had saved it, you would see it.", "I have not saved anything.",
            "I haven't sent the mail.", "I couldn't fetch the page.", "I've added a column to the table below.", "I've updated the draft:",
            "The message was sent by Anna on Monday.", "> I've saved that.", "```\nI've saved that.\n```", "The button says \"I've sent it\".",
            "You saved 20 percent.", "Files are saved to disk by the editor.", "I've created a plan with three steps.",
            "As noted above, this differs.", "I will send it tomorrow.", "He paid the bill.", "The settings were changed in 2019.",
            "Once I've saved it, you can find it there.", "I looked at your text and it reads well.", "",
        ])
    func talk(_ text: String) {
        #expect(ClaimCues.deeds(in: text).isEmpty)
    }

    private func record(_ name: String, _ status: ToolRecord.Status) -> ToolRecord {
        ToolRecord(name: name, status: status, arguments: "{}", milliseconds: 1, untrusted: false)
    }

    @Test("a claim is verified by the tool that can have done it, and by no other")
    func verified() {
        #expect(!ClaimCues.isUnverified("I've saved that.", tools: [record("remember", .succeeded)]))
        #expect(ClaimCues.isUnverified("I've saved that.", tools: [record("remember", .failed)]))
        #expect(ClaimCues.isUnverified("I've saved that.", tools: [record("current_time", .succeeded)]))
        #expect(!ClaimCues.isUnverified("I fetched the page.", tools: [record("http_fetch", .succeeded)]))
        #expect(ClaimCues.isUnverified("I've sent the email.", tools: [record("http_fetch", .succeeded), record("remember", .succeeded)]))
        #expect(!ClaimCues.isUnverified("Good morning.", tools: []))
    }
}
