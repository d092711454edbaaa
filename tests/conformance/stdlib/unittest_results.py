# features: SM46
# python: 3.13
# boards: host
# Tests that pass, fail, are skipped, and what is said of them.
import sys, unittest
class Cases(unittest.TestCase):
    def setUp(self):
        self.log = []
    def test_cleanups(self):
        self.addCleanup(print, "cleaned")
        with self.subTest():
            self.assertEqual(1, 1)
    def test_error(self):
        {}["key"]
    def test_fail(self):
        self.assertEqual(1, 2, "why")
    @unittest.skip("no")
    def test_skip(self):
        pass
    def test_skip_inside(self):
        self.skipTest("inside")
    @unittest.expectedFailure
    def test_expected(self):
        self.fail()
    @unittest.expectedFailure
    def test_unexpected(self):
        pass
    def test_sub(self):
        for i in range(3):
            with self.subTest("of", i=i):
                self.assertNotEqual(i, 1)
    def test_raises(self):
        with self.assertRaises(ValueError) as caught:
            int("x")
        self.assertIn("invalid", str(caught.exception))
        self.assertRaises(ZeroDivisionError, lambda: 1 / 0)
        with self.assertRaisesRegex(ValueError, "^invalid"):
            int("x")
        with self.assertRaises(KeyError):
            pass
    def test_warns(self):
        import warnings
        with self.assertWarns(UserWarning):
            warnings.warn("x")
        with self.assertWarnsRegex(DeprecationWarning, "old"):
            warnings.warn("old", DeprecationWarning)
class NoSetUp(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise ValueError(5)
    def test_x(self):
        pass
class Failures(unittest.TestCase):
    def runTest(self):
        for name, *args in (("True", 0), ("False", 1), ("Is", 1, 2), ("IsNot", 1, 1), ("IsNone", 1), ("IsNotNone", None),
                ("In", 1, []), ("NotIn", 1, [1]), ("IsInstance", 1, str), ("NotIsInstance", 1, int), ("Less", 2, 1),
                ("LessEqual", 2, 1), ("Greater", 1, 2), ("GreaterEqual", 1, 2), ("AlmostEqual", 1, 1.1),
                ("NotAlmostEqual", 1, 1), ("Regex", "a", "b"), ("NotRegex", "a", "a"), ("CountEqual", [1, 1], [1]),
                ("SetEqual", {1}, {2}), ("TupleEqual", (1,), (1, 2)), ("NotEqual", 1, 1), ("Equal", 1, 2)):
            try:
                getattr(self, "assert" + name)(*args)
            except AssertionError as e:
                print(name, str(e).splitlines()[:3])
Failures().runTest()
suite = unittest.defaultTestLoader.loadTestsFromTestCase(Cases)
suite.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(NoSetUp))
class Stream:
    def write(self, text):
        if not text.startswith("Ran "):
            sys.stdout.write(text.replace(__file__, "FILE"))
    def flush(self):
        pass
result = unittest.TextTestRunner(Stream(), verbosity=2).run(suite)
print(result.testsRun, len(result.failures), len(result.errors), result.wasSuccessful())
print(unittest.defaultTestLoader.getTestCaseNames(Cases)[:3], suite.countTestCases())
