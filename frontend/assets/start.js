// Starts the program that lies beside this file.
import init from "./frontend.js";

await init();
