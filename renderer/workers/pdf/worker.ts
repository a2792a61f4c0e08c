// The order matters: the reader of PDFs needs streams that can be iterated.
import './stream-iterator';
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
